//! What a revision appends, byte by byte: listed objects, its cross-reference, its end, white
//! space, and nothing that a repairing program could mistake for an object (ADR 0021).
//!
//! When something irritates them, programs rebuild the cross-reference from all that looks like an
//! object, a trailer or a cross-reference, anywhere in the file and inside streams too, and the
//! last one of each number counts: bytes that were appended as harmless data then become the page.

mod alone;
mod gaps;

use std::ops::Range;

use kyso_pdf::{Document, Location, LooseWriting, ObjectId, PdfError, Revision, SectionPart, View};
use memchr::memmem;

use super::references::{ReferenceIndex, is_in_use};
use crate::finding::{Change, ChangeKind};
use crate::patterns::{self, Pattern, number_at};
use crate::spans::{is_within, joined};
pub(super) use alone::Alone;

/// The faults in the bytes of `revision`. `index` has its references, `signed` is the last signed one.
pub(super) fn check(
    document: &Document<'_>,
    revision: usize,
    index: &ReferenceIndex,
    signed: usize,
    alone: &mut Alone,
) -> Result<Vec<Change>, PdfError> {
    let Some(written) = document.revisions().get(revision) else {
        return Ok(Vec::new());
    };
    let appended = Appended::read(document, revision, written, index)?;
    let faults = [
        document
            .loose_writing(revision)
            .map(|loose| ChangeKind::LooseStructure {
                offset: loose.offset,
                what: loose.what,
            }),
        appended.entry_elsewhere(),
        appended.overlap(),
        appended.stray_bytes(),
        appended.unlisted_element()?,
        alone.compressed_again(document, revision, signed),
        appended.hidden_and_needed(signed, index),
    ];
    let faults = faults.into_iter().flatten().chain(appended.mistakable());
    Ok(faults
        .map(|fault| Change::forbidden(revision, fault))
        .collect())
}

/// A listed object of the revision.
struct Listed {
    id: ObjectId,
    /// From its number to the end of `endobj`.
    span: Range<usize>,
    /// Its keyword `obj`, when its header is written plainly.
    keyword: Option<usize>,
}

/// The bytes of a revision and what they are known to be.
struct Appended<'d, 'a> {
    document: &'d Document<'a>,
    revision: usize,
    written: &'d Revision,
    view: View<'d, 'a>,
    /// The listed objects in the order of the file.
    listed: Vec<Listed>,
    /// The cross-reference sections that the revision brings.
    sections: Vec<&'d SectionPart>,
    /// The keywords `obj` of sections that no entry lists.
    unlisted_sections: Vec<usize>,
    /// The dictionaries of listed cross-reference streams that say what the section in force says.
    repeated: Vec<Range<usize>>,
}

impl<'d, 'a> Appended<'d, 'a> {
    fn read(
        document: &'d Document<'a>,
        revision: usize,
        written: &'d Revision,
        index: &ReferenceIndex,
    ) -> Result<Self, PdfError> {
        let mut appended = Self {
            document,
            revision,
            written,
            view: document.at(revision),
            listed: Vec::new(),
            sections: Vec::new(),
            unlisted_sections: Vec::new(),
            repeated: Vec::new(),
        };
        appended.read_objects()?;
        appended.read_sections(index);
        Ok(appended)
    }

    fn read_objects(&mut self) -> Result<(), PdfError> {
        let own = self.region();
        for &(number, location) in &self.written.entries {
            let Location::Offset { offset, generation } = location else {
                continue;
            };
            if !usize::try_from(offset).is_ok_and(|offset| own.contains(&offset)) {
                continue;
            }
            let id = ObjectId::new(number, generation);
            let object = self.view.object(id)?;
            let span = object.span();
            let kind = object.as_stream().and_then(|s| s.dictionary.name("Type"));
            if kind.is_some_and(|kind| kind == "XRef")
                && self.document.repeats_section(offset, self.revision)
            {
                // Its data are no part of its dictionary.
                let text = self.document.bytes().get(span.clone()).unwrap_or_default();
                let length = memmem::find(text, b"stream").unwrap_or(0);
                self.repeated.push(span.start..span.start + length);
            }
            let keyword = self.document.plain_header(offset);
            self.listed.push(Listed { id, span, keyword });
        }
        self.listed.sort_by_key(|listed| listed.span.start);
        Ok(())
    }

    /// A section is a part of the file even where it does not list itself, as long as its number means nothing else.
    fn read_sections(&mut self, index: &ReferenceIndex) {
        self.sections = self.written.own_sections().collect();
        for part in self.sections.iter().filter(|part| !part.is_table()) {
            let is_idle = number_at(self.document.bytes(), part.span.start).is_some_and(|number| {
                !is_in_use(&self.view, number) && index.holders(number).next().is_none()
            });
            let start = u64::try_from(part.span.start).unwrap_or(u64::MAX);
            let keyword = self.document.plain_header(start);
            self.unlisted_sections.extend(keyword.filter(|_| is_idle));
        }
    }

    /// The bytes of the revision, with all that follows the last one.
    fn region(&self) -> Range<usize> {
        let is_last = self.revision + 1 == self.document.revisions().len();
        let end = match is_last {
            true => self.document.bytes().len(),
            false => self.written.end,
        };
        self.written.start..end
    }

    /// An entry that says something new about an object of an earlier revision.
    fn entry_elsewhere(&self) -> Option<ChangeKind> {
        let before = self.revision.checked_sub(1)?;
        let before = self.document.at(before);
        let own = self.region();
        let mut entries = self.written.entries.iter();
        let (number, _) = entries.find(|(number, location)| {
            let Location::Offset { offset, .. } = location else {
                return false;
            };
            !usize::try_from(*offset).is_ok_and(|offset| own.contains(&offset))
                && before.locate(*number) != Some(*location)
        })?;
        Some(ChangeKind::EntryElsewhere { number: *number })
    }

    /// The spans of all that is known, in the order of the file.
    fn parts(&self) -> Vec<Range<usize>> {
        let objects = self.listed.iter().map(|listed| listed.span.clone());
        let mut parts: Vec<Range<usize>> = objects.collect();
        let is_listed = |part: &&&SectionPart| {
            let mut listed = self.listed.iter();
            listed.any(|one| one.span.end == part.span.end && one.span.start <= part.span.start)
        };
        let sections = self
            .sections
            .iter()
            .filter(|part| part.is_table() || !is_listed(part));
        parts.extend(sections.map(|part| part.span.clone()));
        parts.push(self.written.startxref..self.written.eof);
        parts.sort_by_key(|part| (part.start, part.end));
        parts
    }

    /// Two parts of the file of which one lies in the other.
    fn overlap(&self) -> Option<ChangeKind> {
        let parts = self.parts();
        let mut pairs = parts.array_windows();
        let [_, inner] = pairs.find(|[one, next]| next.start < one.end)?;
        Some(ChangeKind::Overlap {
            offset: inner.start,
        })
    }

    /// Bytes between the parts that are neither white space nor a short comment.
    fn stray_bytes(&self) -> Option<ChangeKind> {
        let bytes = self.document.bytes();
        let mut reached = self.written.start;
        let mut stray = None;
        for part in self.parts() {
            let gap = reached..part.start.max(reached);
            stray = stray.or_else(|| gaps::stray(bytes, gap));
            reached = reached.max(part.end);
        }
        let stray = stray?;
        Some(ChangeKind::StrayBytes {
            offset: stray.start,
            count: stray.len(),
        })
    }

    /// An element of an object stream that the cross-reference does not name so.
    fn unlisted_element(&self) -> Result<Option<ChangeKind>, PdfError> {
        for listed in &self.listed {
            let object = self.view.object(listed.id)?;
            let Some(stream) = object.as_stream() else {
                continue;
            };
            let kind = self.view.get(&stream.dictionary, "Type")?;
            let named = kind.as_name().is_some_and(|kind| *kind == "ObjStm");
            let alike = ["N", "First"];
            if !named && !alike.iter().all(|key| stream.dictionary.contains(key)) {
                continue;
            }
            if !named || !self.names_elements(listed.id) {
                let offset = listed.span.start;
                return Ok(Some(ChangeKind::UnlistedObject { offset }));
            }
        }
        Ok(None)
    }

    /// A stream that cannot be read names nothing, even if other programs read it.
    fn names_elements(&self, stream: ObjectId) -> bool {
        let elements = self.view.elements(stream).unwrap_or_default();
        let mut indexed = elements.iter().zip(0_u32..);
        let listed = indexed.all(|(number, index)| {
            let stream = stream.number;
            let location = Location::Compressed { stream, index };
            self.document.locate(*number, self.revision) == Some((self.revision, location))
        });
        listed && !elements.is_empty()
    }

    /// A table after the signature that calls an object free which its stream keeps, and to which something refers: most
    /// programs do not find it.
    fn hidden_and_needed(&self, signed: usize, index: &ReferenceIndex) -> Option<ChangeKind> {
        let revisions = self.document.revisions();
        // The hiding by other revisions is checked once, in the state that programs show.
        let since = match self.revision + 1 == revisions.len() {
            true => signed + 1,
            false => self.revision,
        };
        let unsigned = revisions.get(since..=self.revision)?;
        let is_needed = |number: u32| {
            index.holders(number).next().is_some() || self.document.is_object_stream(number)
        };
        let mut parts = unsigned.iter().flat_map(|written| &written.sections);
        let hiding = parts.find(|part| {
            let mut hidden = part.hidden_objects().iter();
            hidden.any(|number| self.view.hides(*number) && is_needed(*number))
        })?;
        Some(ChangeKind::LooseStructure {
            offset: hiding.span.start,
            what: LooseWriting::HybridHidden,
        })
    }

    /// The first thing of each kind that a repairing program could take for
    /// something else.
    fn mistakable(&self) -> Vec<ChangeKind> {
        let known = Known {
            dictionaries: self.dictionaries(),
            objects: self.keywords(),
            endstreams: self.endstreams(),
            appended: self,
        };
        let mut object = None;
        let mut keyword = None;
        patterns::search(
            self.document.bytes(),
            self.region(),
            &mut |pattern, offset| {
                let is_told = match pattern {
                    Pattern::Object { .. } => object.is_some(),
                    _ => keyword.is_some(),
                };
                if is_told || known.is_known(pattern, offset) {
                    return;
                }
                match pattern {
                    Pattern::Object { start } => {
                        object.get_or_insert(ChangeKind::UnlistedObject { offset: start });
                    }
                    other => {
                        let word = other.word();
                        keyword.get_or_insert(ChangeKind::StrayKeyword { offset, word });
                    }
                }
            },
        );
        object.into_iter().chain(keyword).collect()
    }

    /// Where names of trailers may be: sorted, none within another.
    fn dictionaries(&self) -> Vec<Range<usize>> {
        let sections = self.sections.iter().map(|part| part.dictionary());
        joined(sections.chain(self.repeated.iter().cloned()).collect())
    }

    fn keywords(&self) -> Vec<usize> {
        let listed = self.listed.iter().filter_map(|listed| listed.keyword);
        let mut keywords: Vec<usize> = listed.collect();
        keywords.extend(&self.unlisted_sections);
        keywords.sort_unstable();
        keywords
    }

    /// The last `endstream` of each object is that of its stream.
    fn endstreams(&self) -> Vec<usize> {
        let bytes = self.document.bytes();
        let listed = self.listed.iter().map(|listed| listed.span.clone());
        let spans = listed.chain(self.sections.iter().map(|part| part.span.clone()));
        let last = spans.filter_map(|span| {
            let at = memmem::rfind(bytes.get(span.clone())?, b"endstream")?;
            Some(span.start + at)
        });
        let mut found: Vec<usize> = last.collect();
        found.sort_unstable();
        found
    }
}

/// Places that may look like an object because they are one.
struct Known<'k, 'd, 'a> {
    dictionaries: Vec<Range<usize>>,
    objects: Vec<usize>,
    endstreams: Vec<usize>,
    appended: &'k Appended<'d, 'a>,
}

impl Known<'_, '_, '_> {
    fn is_known(&self, pattern: Pattern, offset: usize) -> bool {
        let mut sections = self.appended.sections.iter();
        match pattern {
            Pattern::Object { .. } => self.objects.binary_search(&offset).is_ok(),
            Pattern::EndStream => self.endstreams.binary_search(&offset).is_ok(),
            Pattern::Trailer => sections.any(|part| part.trailer == Some(offset)),
            Pattern::Xref => sections.any(|part| part.is_table() && part.span.start == offset),
            Pattern::StartXref => self.appended.written.startxref == offset,
            Pattern::Name(_) => is_within(&self.dictionaries, offset),
        }
    }
}
