//! The form of an outline.

use hayro_interpret::kurbo::{BezPath, PathEl, Rect, Shape};

use super::scaler::Scaler;
use super::{Figure, Form, Look, OutlineRoom};

/// What a glyph of a program draws, whether its instructions are run or not.
pub(super) fn look(scaler: &Scaler, glyph: u32, room: &OutlineRoom) -> Look {
    match looks(scaler, glyph, room) {
        (plain, None) => plain,
        (Look::Nothing, Some(Look::Nothing)) => Look::Nothing,
        (Look::Ink(plain), Some(Look::Ink(other))) if plain.is_near(&other) => Look::Ink(plain),
        _ => Look::Unknown,
    }
}

/// What a glyph of a program draws without its instructions, and with them where some program runs them.
pub(super) fn looks(scaler: &Scaler, glyph: u32, room: &OutlineRoom) -> (Look, Option<Look>) {
    const ELEMENTS: usize = 256;
    if room.take(scaler.cost()).is_none() {
        return (Look::Unknown, None);
    }
    let looks = scaler.paths(glyph, room).and_then(|(plain, instructed)| {
        let points = plain.elements().len();
        room.take(points / ELEMENTS)?;
        Some((figure(&plain), instructed.as_ref().map(figure)))
    });
    looks.unwrap_or((Look::Unknown, None))
}

/// Whether a glyph of a program draws nothing, neither as the program has it nor by its
/// instructions; these are not run for one that draws without them.
pub(super) fn draws_nothing(scaler: &Scaler, glyph: u32, room: &OutlineRoom) -> bool {
    let plain = scaler.plain_path(glyph, room);
    plain.is_some_and(|plain| figure(&plain) == Look::Nothing)
        && matches!(
            looks(scaler, glyph, room),
            (Look::Nothing, None | Some(Look::Nothing))
        )
}

fn figure(path: &BezPath) -> Look {
    let within = |_: &PathEl, next: &PathEl| !matches!(next, PathEl::MoveTo(_));
    let parts = path.elements().chunk_by(within);
    let contours: Vec<Contour> = parts.filter_map(Contour::new).collect();
    let areas = contours.iter().map(|contour| contour.area);
    let Some(area) = areas.reduce(|a, b| a.union(b)) else {
        return Look::Nothing;
    };
    if !area.is_finite() {
        return Look::Unknown;
    }
    Look::Ink(Figure {
        left: area.x0,
        bottom: area.y0,
        right: area.x1,
        top: area.y1,
        form: form(&contours, &area),
    })
}

fn form(contours: &[Contour], area: &Rect) -> Form {
    const DOTS: usize = 3;
    let are_apart = || {
        let pairs =
            (1..contours.len()).flat_map(|next| contours.iter().zip(contours.iter().skip(next)));
        pairs
            .into_iter()
            .all(|(one, two)| one.area.intersect(two.area).is_zero_area())
    };
    if contours.len() <= DOTS && contours.iter().all(Contour::is_dot) && are_apart() {
        return Form::Dots;
    }
    match contours {
        [line] if line.is_bar() => Form::Bar,
        [square] if is_square(&square.area) && square.filled >= 0.95 => Form::Frame,
        _ if is_frame(contours, area) => Form::Frame,
        _ => Form::Other,
    }
}

/// Whether one contour reaches around all and another one is its inner edge.
fn is_frame(contours: &[Contour], area: &Rect) -> bool {
    const INNER: f64 = 0.55;
    const MOST: usize = 6;
    let reaches = |part: &Contour, share: f64| {
        part.area.width() >= share * area.width() && part.area.height() >= share * area.height()
    };
    let Some(outer) = contours.iter().position(|part| reaches(part, 0.99)) else {
        return false;
    };
    let mut others = contours.iter().enumerate();
    contours.len() <= MOST
        && is_square(area)
        && others.any(|(index, part)| index != outer && reaches(part, INNER))
}

/// About as high as wide.
fn is_square(area: &Rect) -> bool {
    (0.7..=1.45).contains(&(area.width() / area.height()))
}

/// A closed part of an outline.
struct Contour {
    area: Rect,
    /// The share of its area that it fills.
    filled: f64,
}

impl Contour {
    /// `None` for a single point; lengths in em.
    fn new(elements: &[PathEl]) -> Option<Self> {
        /// Of a contour that is no more than a point.
        const POINT: f64 = 0.002;
        let path = BezPath::from_vec(elements.to_vec());
        let area = path.bounding_box();
        let filled = path.area().abs();
        let area = Rect::new(area.x0 / EM, area.y0 / EM, area.x1 / EM, area.y1 / EM);
        let size = area.width() * area.height();
        // A line without width fills nothing, but it can be stroked.
        let is_drawn = area.width().max(area.height()) > POINT || !area.is_finite();
        is_drawn.then(|| Self {
            area,
            filled: filled / (EM * EM * size),
        })
    }

    /// Whether it is a disc or a square no larger than a full stop.
    fn is_dot(&self) -> bool {
        const SIDE: f64 = 0.26;
        let ratio = self.area.width() / self.area.height();
        self.area.width().max(self.area.height()) <= SIDE
            && (0.6..=1.6).contains(&ratio)
            && self.filled >= 0.65
    }

    /// Whether it is a line to be written upon.
    fn is_bar(&self) -> bool {
        const THICK: f64 = 0.15;
        self.area.height() <= THICK
            && self.area.width() >= 2.0 * self.area.height()
            && self.area.y0 >= -0.4
            && self.area.y1 <= 0.1
            && self.filled >= 0.9
    }
}

const EM: f64 = 1000.0;

#[cfg(test)]
mod tests {
    use super::*;

    fn form_of(svg: &str) -> Option<Form> {
        match figure(&BezPath::from_svg(svg).unwrap_or_default()) {
            Look::Ink(figure) => Some(figure.form),
            _ => None,
        }
    }

    #[test]
    fn dots_are_small_and_filled() {
        let square = "M50 0 L150 0 L150 100 L50 100 Z";
        let disc = "M50 50 C50 120 150 120 150 50 C150 -20 50 -20 50 50 Z";
        assert_eq!(form_of(square), Some(Form::Dots));
        assert_eq!(form_of(disc), Some(Form::Dots));
        let ellipsis = |left: i32| format!("M{left} 0 h100 v100 h-100 Z");
        let three = [50, 350, 650].map(ellipsis).join(" ");
        assert_eq!(form_of(&three), Some(Form::Dots));
        let far = "M950 0 L1050 0 L1050 100 L950 100 Z";
        let four = [&three, far].join(" ");
        assert_eq!(form_of(&four), Some(Form::Other));
        // An I, an L and an O in the size of a full stop.
        let letters = [
            "M50 0 L80 0 L80 100 L50 100 Z",
            "M0 0 L80 0 L80 20 L20 20 L20 100 L0 100 Z",
            "M0 0 L100 0 L100 100 L0 100 Z M20 20 L20 80 L80 80 L80 20 L40 20 Z",
        ];
        assert_eq!(form_of(letters[0]), Some(Form::Other));
        assert_eq!(form_of(letters[1]), Some(Form::Other));
        assert_ne!(form_of(letters[2]), Some(Form::Dots));
    }

    #[test]
    fn a_bar_is_one_level_line_below_the_letters() {
        let bar = |bottom: i32, top: i32| {
            form_of(&format!("M0 {bottom} L500 {bottom} L500 {top} L0 {top} Z"))
        };
        assert_eq!(bar(-120, -70), Some(Form::Bar));
        assert_eq!(bar(250, 300), Some(Form::Other));
        assert_eq!(bar(-100, 400), Some(Form::Frame));
        let notched = "M0 -100 L500 -100 L500 -50 L300 -50 L300 -90 L200 -90 L200 -50 L0 -50 Z";
        assert_eq!(form_of(notched), Some(Form::Other));
    }

    #[test]
    fn a_frame_has_an_inner_edge() {
        let outer = "M0 0 L700 0 L700 700 L0 700 Z";
        let inner = "M60 60 L60 640 L640 640 L640 60 Z";
        let letter = "M0 0 L200 0 L350 300 L500 0 L700 0 L400 700 L300 700 Z";
        assert_eq!(form_of(&[outer, inner].join(" ")), Some(Form::Frame));
        assert_eq!(form_of(letter), Some(Form::Other));
    }

    #[test]
    fn lines_without_width_are_ink_and_points_are_not() {
        assert_eq!(form_of("M0 0 L500 0 Z"), Some(Form::Other));
        assert_eq!(form_of("M10 10 L10 10 Z"), None);
        assert_eq!(form_of(""), None);
    }
}
