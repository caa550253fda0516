//! Reading request bodies: bounded in size, time and memory together, nothing written to disk.

use std::pin::Pin;

use axum::body::{Body, Bytes};
use axum::extract::multipart::Field;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};

use super::malformed::Malformed;
use super::pace::{BodyState, Room};
use super::problem::Problem;
use super::state::Service;

/// A document that was sent, with the name that the client gives it.
#[derive(Debug)]
pub(super) struct Upload {
    pub(super) name: Option<String>,
    pub(super) document: Bytes,
    /// To be kept as long as the document.
    pub(super) room: Room,
}

/// A whole multipart body, part by part.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) file: Option<Upload>,
    pub(super) request: Option<Bytes>,
    pub(super) image: Option<Bytes>,
    /// To be kept as long as the parts.
    pub(super) room: Room,
}

/// Reads `application/pdf`, or the part `file` of `multipart/form-data`.
pub(super) async fn document(request: Request, service: &Service) -> Result<Upload, Problem> {
    let limit = service.config.max_file_size();
    refuse_long(&request, limit)?;
    match media_type(&request).as_deref() {
        Some("application/pdf") => {
            let (body, state) = service.reception.watch(request.into_body());
            let document = in_time(service, &state, whole_body(body, limit)).await?;
            non_empty(Upload {
                name: None,
                document,
                room: state.room(),
            })
        }
        Some("multipart/form-data") => {
            let parts = parts(request, service).await?;
            let file = parts.file.ok_or(Problem::MissingPart { name: "file" })?;
            Ok(Upload {
                room: parts.room,
                ..file
            })
        }
        _ => Err(Problem::MediaType),
    }
}

/// Reads the parts `file`, `request` and `image` of a multipart body.
pub(super) async fn parts(request: Request, service: &Service) -> Result<Parts, Problem> {
    if media_type(&request).as_deref() != Some("multipart/form-data") {
        return Err(Problem::SigningMediaType);
    }
    let limit = service.config.max_file_size();
    refuse_long(&request, limit)?;
    let (head, body) = request.into_parts();
    let (body, state) = service.reception.watch(body);
    let multipart = Multipart::from_request(Request::from_parts(head, body), &())
        .await
        .map_err(|_| malformed())?;
    let parts = in_time(service, &state, read_parts(multipart, limit)).await?;
    Ok(Parts {
        room: state.room(),
        ..parts
    })
}

/// Refuses by Content-Length, before anything is read; a part of a multipart body may be smaller than the whole.
fn refuse_long(request: &Request, limit: usize) -> Result<(), Problem> {
    let length = request
        .headers()
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok());
    let length: Option<usize> = length.and_then(|value| value.parse().ok());
    match length {
        Some(length) if length > limit.saturating_add(ROOM_FOR_OTHER_PARTS) => {
            Err(Problem::TooLarge { limit })
        }
        _ => Ok(()),
    }
}

fn media_type(request: &Request) -> Option<String> {
    let value = request.headers().get(CONTENT_TYPE)?.to_str().ok()?;
    Some(value.split(';').next()?.trim().to_ascii_lowercase())
}

async fn whole_body(mut body: Body, limit: usize) -> Result<Bytes, Problem> {
    use hyper::body::Body as _;

    let promised = body.size_hint().exact();
    let promised = promised.and_then(|length| usize::try_from(length).ok());
    let mut gathered = Gathered::new(limit, promised);
    while let Some(frame) =
        std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await
    {
        // Errors that the body's state does not know: malformed chunks, or a broken connection, on which the answer
        // reaches no client.
        let frame = frame.map_err(|_| Problem::Malformed(Malformed::Body))?;
        if let Ok(chunk) = frame.into_data() {
            gathered.add(&chunk)?;
        }
    }
    Ok(gathered.bytes.into())
}

/// Bytes in one piece, with no more memory than is counted for them beside what no page was touched of.
struct Gathered {
    bytes: Vec<u8>,
    limit: usize,
    /// How many there will be, or may be.
    expected: usize,
}

impl Gathered {
    fn new(limit: usize, promised: Option<usize>) -> Self {
        Self {
            bytes: Vec::new(),
            limit,
            expected: promised.map_or(limit, |length| length.min(limit)),
        }
    }

    fn add(&mut self, chunk: &[u8]) -> Result<(), Problem> {
        let (held, end) = (self.bytes.len(), self.bytes.len() + chunk.len());
        if end > self.limit {
            return Err(Problem::TooLarge { limit: self.limit });
        }
        if end > self.bytes.capacity() {
            // Doubles the room for the bytes that have arrived; never beyond the bytes that can
            // arrive.
            let wanted = (2 * held).min(self.expected).max(end);
            self.bytes.reserve_exact(wanted - held);
        }
        self.bytes.extend_from_slice(chunk);
        Ok(())
    }
}

async fn read_parts(mut multipart: Multipart, limit: usize) -> Result<Parts, Problem> {
    let mut parts = Parts::default();
    // One more turn than parts: the last sees the end.
    for _ in 0..=MAX_PARTS {
        let Some(field) = multipart.next_field().await.map_err(|_| malformed())? else {
            return Ok(parts);
        };
        let name = field.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "file" => {
                once("file", parts.file.is_some())?;
                let name = field.file_name().map(str::to_owned);
                let document = read(field, limit).await?;
                let room = Room::default();
                parts.file = Some(non_empty(Upload {
                    name,
                    document,
                    room,
                })?);
            }
            "request" => {
                once("request", parts.request.is_some())?;
                parts.request = Some(read(field, MAX_REQUEST).await?);
            }
            "image" => {
                once("image", parts.image.is_some())?;
                parts.image = Some(read(field, MAX_IMAGE).await?);
            }
            _ => {
                return Err(Problem::Malformed(Malformed::UnknownPart(name)));
            }
        }
    }
    Err(Problem::Malformed(Malformed::TooManyParts(MAX_PARTS)))
}

/// Refuses a second part of one name: programs disagree on which of them counts.
fn once(name: &'static str, is_there: bool) -> Result<(), Problem> {
    match is_there {
        true => Err(Problem::Malformed(Malformed::PartTwice(name))),
        false => Ok(()),
    }
}

async fn read(mut field: Field<'_>, limit: usize) -> Result<Bytes, Problem> {
    let mut gathered = Gathered::new(limit, None);
    while let Some(chunk) = field.chunk().await.map_err(|_| malformed())? {
        gathered.add(&chunk)?;
    }
    Ok(gathered.bytes.into())
}

fn non_empty(upload: Upload) -> Result<Upload, Problem> {
    match upload.document.is_empty() {
        true => Err(Problem::Empty),
        false => Ok(upload),
    }
}

/// Reads within the time for the whole body. Its state knows better than its reader why it ended early, so that problem comes first.
async fn in_time<T>(
    service: &Service,
    state: &BodyState,
    reading: impl Future<Output = Result<T, Problem>>,
) -> Result<T, Problem> {
    let grace_period = service.config.upload_time();
    let read = tokio::time::timeout(grace_period, reading).await;
    let read = read.unwrap_or(Err(Problem::TooSlow));
    read.map_err(|problem| state.problem().unwrap_or(problem))
}

fn malformed() -> Problem {
    Problem::Malformed(Malformed::Multipart)
}

/// Bytes of the JSON part.
const MAX_REQUEST: usize = 64 << 10;

/// Bytes of a picture; the picture itself is limited further when it is read.
const MAX_IMAGE: usize = 8 << 20;

/// Bytes of a multipart body beside the document.
const ROOM_FOR_OTHER_PARTS: usize = MAX_IMAGE + MAX_REQUEST + (16 << 10);

/// Parts of one body.
const MAX_PARTS: usize = 3;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn what_is_held_follows_what_came_and_ends_at_what_can_come() {
        const PROMISED: usize = 1_000_000;
        let mut gathered = Gathered::new(4 * PROMISED, Some(PROMISED));
        for step in 1..=100 {
            gathered.add(&[0; PROMISED / 100]).unwrap();
            let came = step * PROMISED / 100;
            assert_eq!(gathered.bytes.len(), came);
            assert!(gathered.bytes.capacity() <= (2 * came).min(PROMISED));
        }
        // A client that sends more than it promised is held to the limit.
        gathered.add(&vec![0; 3 * PROMISED]).unwrap();
        let refused = gathered.add(&[0]).unwrap_err();
        assert!(matches!(refused, Problem::TooLarge { limit } if limit == 4 * PROMISED));
    }
}
