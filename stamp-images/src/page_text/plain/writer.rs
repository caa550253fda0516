//! A content stream being written: operators that need no resources, and the cost of all of it.

use foldhash::{HashMap, HashSet};
use kyso_pdf::LimitKind;
use kyso_pdf::{Dictionary, Name, Object, ObjectId, write_object, write_string};

use super::colour::Space;
use super::kind::Kind;
use super::{Cost, Refusal};

/// A content stream being written.
pub(super) struct Writer {
    pub(super) out: Vec<u8>,
    pub(super) cost: Cost,
    /// By kind of resource and original name: the new name.
    pub(super) names: HashMap<(Kind, Name), Option<Known>>,
    pub(super) resources: [Dictionary; Kind::ALL.len()],
    /// What the resources hold already.
    used: HashSet<(Kind, u32)>,
    /// Colour spaces for filling and stroking, and those saved by `q`.
    spaces: [Space; 2],
    saved: Vec<Saved>,
    pub(super) font: Shown,
    /// Elements of the path under construction.
    path: usize,
    /// Whether text is shown that is not read.
    pub(super) is_partial: bool,
}

/// What `q` saves of what is followed here.
#[derive(Clone, Copy)]
struct Saved {
    spaces: [Space; 2],
    font: Shown,
}

/// What showing a byte costs with the font in force.
#[derive(Clone, Copy)]
pub(super) struct Shown {
    pub(super) lookups: usize,
    /// Whether the font is not there: of another one in its place only common characters are read.
    pub(super) is_missing: bool,
}

/// A resource that was copied.
#[derive(Clone)]
pub(super) struct Known {
    pub(super) name: Name,
    pub(super) cost: Cost,
}

impl Writer {
    pub(super) fn new() -> Self {
        Self {
            out: Vec::new(),
            cost: Cost::default(),
            names: HashMap::default(),
            resources: std::array::from_fn(|_| Dictionary::new()),
            used: HashSet::default(),
            spaces: [Space::Inherited; 2],
            saved: Vec::new(),
            font: Shown {
                lookups: 0,
                is_missing: true,
            },
            is_partial: false,
            path: 0,
        }
    }

    /// The name of a copied resource in this stream.
    pub(super) fn name(&mut self, kind: Kind, id: ObjectId) -> Name {
        let name = Name::from(format!("R{}", id.number).as_str());
        if !self.used.insert((kind, id.number)) {
            return name;
        }
        let index = Kind::ALL.iter().position(|other| *other == kind);
        if let Some(resources) = index.and_then(|index| self.resources.get_mut(index)) {
            resources.insert_name(name.clone(), id.into());
        }
        name
    }

    pub(super) fn write(&mut self, operands: &[Object], operator: &str) {
        for operand in operands {
            self.operand(operand);
            self.out.push(b' ');
        }
        self.operator(operator);
    }

    fn operand(&mut self, operand: &Object) {
        write_object(operand, &mut self.out, &|_| &[]);
    }

    fn operator(&mut self, operator: &str) {
        self.out.extend_from_slice(operator.as_bytes());
        self.out.push(b'\n');
        self.cost.operators = self.cost.operators.saturating_add(1);
    }

    pub(super) fn save(&mut self) {
        self.saved.push(Saved {
            spaces: self.spaces,
            font: self.font,
        });
        self.write(&[], "q");
    }

    pub(super) fn restore(&mut self) {
        if let Some(saved) = self.saved.pop() {
            (self.spaces, self.font) = (saved.spaces, saved.font);
        }
        self.write(&[], "Q");
    }

    /// Another colour space: its first colour is black, or as good as black.
    pub(super) fn set_space(&mut self, stroking: bool, space: Space) {
        self.set_colour(stroking, space, false);
    }

    fn set_colour(&mut self, stroking: bool, space: Space, white: bool) {
        let [fill, stroke] = &mut self.spaces;
        *(if stroking { stroke } else { fill }) = space;
        let operator = if stroking { "G" } else { "g" };
        self.write(&[i64::from(white).into()], operator);
    }

    /// A pattern, which is [`FIGURED`] if anything may be seen in it.
    pub(super) fn set_pattern(&mut self, stroking: bool, figured: bool) {
        let colour = if figured { FIGURED } else { [0.0; 3] };
        let operator = if stroking { "RG" } else { "rg" };
        self.write(&colour.map(Object::Real), operator);
    }

    /// Fills all that the clip leaves with something in which anything may be seen.
    pub(super) fn fill_all(&mut self) {
        const FAR: i64 = 100_000;
        self.write(&[], "q");
        self.set_pattern(false, true);
        let (start, side) = (Object::from(-FAR), Object::from(2 * FAR));
        self.write(&[start.clone(), start, side.clone(), side], "re");
        self.write(&[], "f");
        self.write(&[], "Q");
    }

    /// An operator without resources.
    pub(super) fn plain(&mut self, operator: &[u8], operands: &[Object]) -> Result<(), Refusal> {
        if let Some((operator, count)) = numeric(operator) {
            return self.numeric(operator, count, operands);
        }
        match operator {
            b"g" | b"rg" => self.device_colour(false, Space::Additive, operands),
            b"G" | b"RG" => self.device_colour(true, Space::Additive, operands),
            b"k" => self.device_colour(false, Space::Subtractive, operands),
            b"K" => self.device_colour(true, Space::Subtractive, operands),
            b"sc" | b"scn" => self.colour(false, operands),
            b"SC" | b"SCN" => self.colour(true, operands),
            b"Tr" => self.text_mode(operands),
            b"Tj" => self.show(operands.last()),
            b"'" => {
                self.write(&[], "T*");
                self.show(operands.last());
            }
            b"\"" => {
                if let [.., word, character, text] = operands {
                    self.write(&[finite(word)], "Tw");
                    self.write(&[finite(character)], "Tc");
                    self.write(&[], "T*");
                    self.show(Some(text));
                }
            }
            b"TJ" => self.show_parts(operands.last()),
            _ => {}
        }
        Ok(())
    }

    /// An operator with `count` numbers, the last ones written before it.
    fn numeric(
        &mut self,
        operator: &'static str,
        count: usize,
        operands: &[Object],
    ) -> Result<(), Refusal> {
        let first = operands.len().checked_sub(count);
        let Some(operands) = first.and_then(|first| operands.get(first..)) else {
            return Ok(());
        };
        self.count_path(operator)?;
        for operand in operands {
            self.operand(&finite(operand));
            self.out.push(b' ');
        }
        self.operator(operator);
        Ok(())
    }

    /// A path is held whole while it is drawn.
    fn count_path(&mut self, operator: &str) -> Result<(), Refusal> {
        const ELEMENTS: usize = 250_000;
        self.path = match operator {
            "m" | "l" | "c" | "v" | "y" | "h" => self.path + 1,
            "re" => self.path + 5,
            "f" | "f*" | "F" | "S" | "s" | "B" | "B*" | "b" | "b*" | "n" => 0,
            _ => self.path,
        };
        match self.path > ELEMENTS {
            true => Err(Refusal::Budget {
                budget: LimitKind::PathElements,
                limit: ELEMENTS,
            }),
            false => Ok(()),
        }
    }

    fn device_colour(&mut self, stroking: bool, space: Space, operands: &[Object]) {
        self.set_colour(stroking, space, space.is_white(&components(operands)));
    }

    fn colour(&mut self, stroking: bool, operands: &[Object]) {
        let [fill, stroke] = self.spaces;
        let space = if stroking { stroke } else { fill };
        let white = space.is_white(&components(operands));
        self.set_colour(stroking, space, white);
    }

    /// Text as a clip is read like the same text without: what is painted through it has its shape.
    fn text_mode(&mut self, operands: &[Object]) {
        let mode = operands.last().and_then(Object::as_number).unwrap_or(0.0);
        let mode: i64 = match mode {
            1.0 | 5.0 => 1,
            2.0 | 6.0 => 2,
            3.0 => 3,
            _ => 0,
        };
        self.write(&[mode.into()], "Tr");
    }

    fn show(&mut self, text: Option<&Object>) {
        let text = text.and_then(Object::as_string).unwrap_or_default();
        self.count_shown(text);
        for part in text.chunks(RUN) {
            write_string(part, &mut self.out);
            self.out.push(b' ');
            self.operator("Tj");
        }
    }

    /// Text with adjustments between its parts.
    fn show_parts(&mut self, parts: Option<&Object>) {
        let parts = parts.and_then(Object::as_array).unwrap_or_default();
        let mut length = 0;
        self.out.push(b'[');
        for part in parts {
            match part {
                Object::String(text) => {
                    self.count_shown(text);
                    for piece in text.chunks(RUN) {
                        if length + piece.len() > RUN {
                            self.end_parts();
                            self.out.push(b'[');
                            length = 0;
                        }
                        length += piece.len();
                        write_string(piece, &mut self.out);
                    }
                }
                number => {
                    self.operand(&finite(number));
                    // Nothing else ends a number.
                    self.out.push(b' ');
                }
            }
        }
        self.cost.operators = self.cost.operators.saturating_add(parts.len());
        self.end_parts();
    }

    fn end_parts(&mut self) {
        self.out.extend_from_slice(b"] ");
        self.operator("TJ");
    }

    fn count_shown(&mut self, text: &[u8]) {
        let bytes = text.len();
        self.is_partial |= self.font.is_missing && !text.is_ascii();
        self.cost.shown = self.cost.shown.saturating_add(bytes);
        let lookups = bytes.saturating_mul(self.font.lookups);
        self.cost.lookups = self.cost.lookups.saturating_add(lookups);
    }
}

/// Operators whose operands are numbers, and how many.
fn numeric(operator: &[u8]) -> Option<(&'static str, usize)> {
    Some(match operator {
        b"h" => ("h", 0),
        b"n" => ("n", 0),
        b"f" | b"F" => ("f", 0),
        b"f*" => ("f*", 0),
        b"S" => ("S", 0),
        b"s" => ("s", 0),
        b"B" => ("B", 0),
        b"B*" => ("B*", 0),
        b"b" => ("b", 0),
        b"b*" => ("b*", 0),
        b"W" => ("W", 0),
        b"W*" => ("W*", 0),
        b"BT" => ("BT", 0),
        b"ET" => ("ET", 0),
        b"T*" => ("T*", 0),
        b"EMC" => ("EMC", 0),
        b"w" => ("w", 1),
        b"Tc" => ("Tc", 1),
        b"Tw" => ("Tw", 1),
        b"Tz" => ("Tz", 1),
        b"TL" => ("TL", 1),
        b"Ts" => ("Ts", 1),
        b"m" => ("m", 2),
        b"l" => ("l", 2),
        b"Td" => ("Td", 2),
        b"TD" => ("TD", 2),
        b"v" => ("v", 4),
        b"y" => ("y", 4),
        b"re" => ("re", 4),
        b"c" => ("c", 6),
        b"cm" => ("cm", 6),
        b"Tm" => ("Tm", 6),
        _ => return None,
    })
}

/// An operand as a number.
fn finite(operand: &Object) -> Object {
    match operand {
        Object::Integer(value) => Object::Integer(*value),
        Object::Real(value) if value.is_finite() => Object::Real(*value),
        _ => Object::Integer(0),
    }
}

fn components(operands: &[Object]) -> Vec<f64> {
    operands.iter().filter_map(Object::as_number).collect()
}

/// The colour of a filling that may show anything; other fillings are black or white.
pub(in crate::page_text) const FIGURED: [f64; 3] = [0.2, 0.9, 0.1];

/// Bytes shown at once: glyphs are held until all of a run are there. Codes of one to four bytes are not cut.
const RUN: usize = 1200;
