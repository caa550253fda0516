//! The parts of a picture that are not linked to each other: the strokes of a signature are few and large, letters are many,
//! alike, and stand in rows.

mod marks;

pub(super) use marks::Marks;

/// The parts of a picture, the largest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// Columns and rows in which they are measured.
    grid: (u32, u32),
    parts: Vec<Part>,
    /// Whether there were more than are distinguished.
    is_crowded: bool,
}

/// Columns and rows of one part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    left: u32,
    top: u32,
    right: u32,
    bottom: u32,
    marks: u32,
}

/// One part of a picture as it is drawn. Lengths are in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// Left, top, right and bottom in shares of width and height of the picture, from the top left corner.
    pub bounds: [f64; 4],
    /// Width and height.
    pub size: (f64, f64),
    /// Square points of ink.
    pub ink: f64,
}

impl Parts {
    /// The parts of a picture that is drawn so wide and high in points, the largest first; dots that stand close to each other
    /// are one.
    #[must_use]
    pub fn strokes(&self, (width, height): (f64, f64)) -> Vec<Stroke> {
        let (columns, rows) = self.grid;
        let cell = (
            width / f64::from(columns.max(1)),
            height / f64::from(rows.max(1)),
        );
        let share = |at: u32, side: u32| f64::from(at) / f64::from(side.max(1));
        let parts = joined(&self.parts, cell).into_iter().map(|part| Stroke {
            bounds: [
                share(part.left, columns),
                share(part.top, rows),
                share(part.right, columns),
                share(part.bottom, rows),
            ],
            size: part.size(cell),
            ink: f64::from(part.marks) * cell.0 * cell.1,
        });
        let mut strokes: Vec<Stroke> = parts.collect();
        strokes.sort_by(|one, other| other.ink.total_cmp(&one.ink));
        strokes
    }

    /// Whether a picture that is drawn so wide and high in points holds words: rows of parts as
    /// letters make them, level or upright, or a plate, out of which they may be cut. A picture of
    /// more parts than are distinguished may hold any.
    #[must_use]
    pub fn are_words(&self, (width, height): (f64, f64)) -> bool {
        let strokes = self.strokes((width, height));
        let sized = |stroke: &Stroke| {
            let [left, top, right, bottom] = stroke.bounds;
            [left * width, top * height, right * width, bottom * height]
        };
        let turned = |[left, top, right, bottom]: [f64; 4]| [top, left, bottom, right];
        let parts: Vec<[f64; 4]> = strokes.iter().map(sized).collect();
        let upright: Vec<[f64; 4]> = parts.iter().copied().map(turned).collect();
        let has_row = |parts: &[[f64; 4]]| {
            ROWS.iter()
                .any(|(greatest, least)| longest_row(parts, *greatest) >= *least)
        };
        self.is_crowded
            || strokes.iter().any(Stroke::is_plate)
            || has_row(&parts)
            || has_row(&upright)
    }
}

impl Stroke {
    /// Whether it fills so much of an area as large as a word that it is none of a pen.
    fn is_plate(&self) -> bool {
        let (width, height) = self.size;
        width.min(height) >= PLATE && self.ink >= FULL * width * height
    }
}

/// The parts with dots that stand close to each other put together: dots write as well as strokes. `cell` is the size of a column
/// and a row in points.
fn joined(parts: &[Part], cell: (f64, f64)) -> Vec<Part> {
    let is_dot = |part: &&Part| {
        let (width, height) = part.size(cell);
        width.max(height) < SMALLEST
    };
    let (mut dots, mut joined): (Vec<Part>, Vec<Part>) = parts.iter().partition(is_dot);
    while let Some(first) = dots.pop() {
        let (mut whole, mut open) = (first, vec![first]);
        while let Some(dot) = open.pop() {
            dots.retain(|other| {
                let is_near = dot.gap(other, cell) <= DOTTED;
                if is_near {
                    whole = whole.with(other);
                    open.push(*other);
                }
                !is_near
            });
        }
        joined.push(whole);
    }
    joined
}

/// The letters of the longest row of parts that are this high at most.
fn longest_row(parts: &[[f64; 4]], greatest: f64) -> usize {
    let is_letter = |[left, top, right, bottom]: &&[f64; 4]| {
        let (width, height) = (right - left, bottom - top);
        (SMALLEST..=greatest).contains(&height) && width <= WIDEST * height
    };
    let mut letters: Vec<[f64; 4]> = parts
        .iter()
        .filter(is_letter)
        .take(LETTERS)
        .copied()
        .collect();
    letters.sort_by(|[one, ..], [other, ..]| one.total_cmp(other));
    let mut lengths: Vec<usize> = Vec::with_capacity(letters.len());
    for letter in &letters {
        let before = letters.iter().zip(&lengths);
        let before = before.filter(|(before, _)| follows(before, letter));
        let longest = before.map(|(_, length)| *length).max();
        lengths.push(longest.unwrap_or(0) + 1);
    }
    lengths.into_iter().max().unwrap_or(0)
}

/// Whether a part follows another one as letters of a line do: about as high, on one line above or
/// below, and no farther than a space is wide.
fn follows(before: &[f64; 4], letter: &[f64; 4]) -> bool {
    let [left, top, right, bottom] = *before;
    let [next_left, next_top, next_right, next_bottom] = *letter;
    let (one, other) = (bottom - top, next_bottom - next_top);
    let (low, high) = (one.min(other), one.max(other));
    let common = bottom.min(next_bottom) - top.max(next_top);
    let off_line = (bottom - next_bottom).abs().min((top - next_top).abs());
    let gap = next_left - right;
    let narrow = (right - left).min(next_right - next_left);
    high <= UNLIKE * low
        && common >= 0.5 * low
        && off_line <= OFF_LINE * high
        && (-OVERLAP * narrow..=high).contains(&gap)
}

impl Part {
    /// Width and height in points.
    fn size(&self, (across, down): (f64, f64)) -> (f64, f64) {
        let width = f64::from(self.right - self.left) * across;
        (width, f64::from(self.bottom - self.top) * down)
    }

    /// Points between two parts, along the side where they are farther from each other.
    fn gap(&self, other: &Self, (across, down): (f64, f64)) -> f64 {
        let between = |start: u32, end: u32| f64::from(start.saturating_sub(end));
        let beside = between(self.left.max(other.left), self.right.min(other.right));
        let above = between(self.top.max(other.top), self.bottom.min(other.bottom));
        (beside * across).max(above * down)
    }

    fn with(&self, other: &Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
            marks: self.marks + other.marks,
        }
    }
}

/// Parts among which rows are looked for.
const LETTERS: usize = 256;
/// Points: small letters of a font of 5.5 points are as high.
const SMALLEST: f64 = 2.5;
/// Greatest height in points of parts in a row, and how many of them make words: capitals of 14 points have 9. What is larger may be
/// handwriting: the strokes of a signature that are not linked are 1 to 3 in a row.
const ROWS: [(f64, usize); 2] = [(14.0, 4), (140.0, 8)];
/// Points between dots that are read as one stroke at most: letters of dots are farther from each other.
const DOTTED: f64 = 1.0;
/// Least side in points of a plate, and how much of it is full: a stroke of a pen fills a fifth of the area around it.
const PLATE: f64 = 6.0;
const FULL: f64 = 0.6;
/// Width of a part in heights: letters that touch count as one.
const WIDEST: f64 = 3.0;
/// How much higher than another a letter of its row is: `p` and `Ậ`.
const UNLIKE: f64 = 2.2;
/// How far letters of a row stand off a common line above or below, in heights.
const OFF_LINE: f64 = 0.15;
/// How much of the narrower of two letters may be below the other: italic fonts overlap so.
const OVERLAP: f64 = 0.3;

#[cfg(test)]
mod tests;
