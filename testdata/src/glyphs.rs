//! A small TrueType program that draws figures of rectangles, wherever they are to be drawn.

/// Of 1000 units to the em.
#[derive(Clone, Copy)]
pub(crate) struct Figures {
    /// How far each outline is moved from the origin of its glyph, in units.
    pub(crate) moved: (i16, i16),
    /// Size of the outlines in hundredths of that of [`Figures::PLAIN`].
    pub(crate) percent: i16,
}

/// Left, bottom, right and top; a hole runs the other way round.
struct Contour([i16; 4], bool);

impl Figures {
    pub(crate) const PLAIN: Self = Self {
        moved: (0, 0),
        percent: 100,
    };

    pub(crate) const fn moved(x: i16, y: i16) -> Self {
        Self {
            moved: (x, y),
            percent: 100,
        }
    }

    /// The codes of a text in a font whose codes are the numbers of glyphs, as a hexadecimal string.
    pub(crate) fn codes(text: &str) -> String {
        let code = |character| {
            CHARACTERS
                .find(character)
                .map(|at| format!("{:04X}", at + 1))
        };
        let codes: String = text
            .chars()
            .map(|character| code(character).unwrap())
            .collect();
        format!("<{codes}>")
    }

    /// The characters of the glyphs from 1 on.
    pub(crate) fn characters() -> impl Iterator<Item = char> {
        CHARACTERS.chars()
    }

    /// The font file, with these further tables, which are empty.
    pub(crate) fn program(self, others: &[&[u8; 4]]) -> Vec<u8> {
        let mut glyphs = vec![Vec::new()];
        glyphs.extend(CHARACTERS.chars().map(|character| self.glyph(character)));
        let count = u16::try_from(glyphs.len()).unwrap();
        let (mut outlines, mut places, mut metrics) = (Vec::new(), vec![0_u32], Vec::new());
        for glyph in &glyphs {
            outlines.extend(glyph);
            places.push(u32::try_from(outlines.len()).unwrap());
            // Outlines are moved to their left side bearing: their least coordinate.
            let bearing = glyph
                .get(2..4)
                .map_or(0, |left| i16::from_be_bytes([left[0], left[1]]));
            metrics.extend([ADVANCE, bearing]);
        }
        let mut tables: Vec<([u8; 4], Vec<u8>)> = vec![
            (*b"glyf", outlines),
            (*b"head", head()),
            (*b"hhea", header(count)),
            (*b"hmtx", words(&metrics)),
            (
                *b"loca",
                places
                    .iter()
                    .flat_map(|place| place.to_be_bytes())
                    .collect(),
            ),
            (*b"maxp", profile(count)),
        ];
        tables.extend(others.iter().map(|tag| (**tag, Vec::new())));
        tables.sort();
        file(&tables)
    }

    fn glyph(self, character: char) -> Vec<u8> {
        let contours = contours(character);
        let (x, y) = self.moved;
        let placed = |side: i16, moved: i16| side / 10 * self.percent / 10 + moved;
        let areas: Vec<([i16; 4], bool)> = contours
            .iter()
            .map(|Contour([left, bottom, right, top], is_hole)| {
                let sides = [(*left, x), (*bottom, y), (*right, x), (*top, y)];
                (sides.map(|(side, moved)| placed(side, moved)), *is_hole)
            })
            .collect();
        let corners =
            areas
                .iter()
                .flat_map(|([left, bottom, right, top], is_hole)| match is_hole {
                    false => [
                        (*left, *bottom),
                        (*left, *top),
                        (*right, *top),
                        (*right, *bottom),
                    ],
                    true => [
                        (*left, *bottom),
                        (*right, *bottom),
                        (*right, *top),
                        (*left, *top),
                    ],
                });
        let corners: Vec<(i16, i16)> = corners.collect();
        let least = |of: fn(&(i16, i16)) -> i16| corners.iter().map(of).min().unwrap();
        let most = |of: fn(&(i16, i16)) -> i16| corners.iter().map(of).max().unwrap();
        let bounds = [least(|c| c.0), least(|c| c.1), most(|c| c.0), most(|c| c.1)];
        let mut glyph = words(&[i16::try_from(areas.len()).unwrap()]);
        glyph.extend(words(&bounds));
        let ends: Vec<i16> = (1..)
            .take(areas.len())
            .map(|number: i16| 4 * number - 1)
            .collect();
        glyph.extend(words(&ends));
        glyph.extend(words(&[0]));
        glyph.extend(vec![1_u8; corners.len()]);
        let steps = |of: fn(&(i16, i16)) -> i16| {
            let mut last = 0;
            let steps = corners.iter().map(move |corner| {
                let step = of(corner) - last;
                last = of(corner);
                step
            });
            words(&steps.collect::<Vec<i16>>())
        };
        glyph.extend(steps(|corner| corner.0));
        glyph.extend(steps(|corner| corner.1));
        glyph.resize(glyph.len().next_multiple_of(4), 0);
        glyph
    }
}

fn contours(character: char) -> Vec<Contour> {
    let ink = |sides| Contour(sides, false);
    let hole = |sides| Contour(sides, true);
    let around = ink([50, 0, 450, 700]);
    match character {
        '.' => vec![ink([50, 0, 150, 100])],
        '1' => vec![ink([200, 0, 300, 700])],
        '8' => vec![
            around,
            hole([150, 100, 350, 300]),
            hole([150, 400, 350, 600]),
        ],
        '9' => vec![
            around,
            hole([50, 100, 350, 300]),
            hole([150, 400, 350, 600]),
        ],
        _ => vec![around, hole([150, 100, 350, 600])],
    }
}

fn words(numbers: &[i16]) -> Vec<u8> {
    numbers
        .iter()
        .flat_map(|number| number.to_be_bytes())
        .collect()
}

fn head() -> Vec<u8> {
    let mut head = vec![0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0x5F, 0x0F, 0x3C, 0xF5];
    head.extend(words(&[0, 1000]));
    head.extend([0; 16]);
    // Bounds, style, least size, direction, long places.
    head.extend(words(&[0, 0, 1000, 1000, 0, 8, 2, 1, 0]));
    head
}

fn header(count: u16) -> Vec<u8> {
    let mut header = vec![0, 1, 0, 0];
    header.extend(words(&[
        900, -200, 0, ADVANCE, 0, 0, 1000, 1, 0, 0, 0, 0, 0, 0, 0,
    ]));
    header.extend(count.to_be_bytes());
    header
}

fn profile(count: u16) -> Vec<u8> {
    let mut profile = vec![0, 1, 0, 0];
    profile.extend(count.to_be_bytes());
    profile.extend(words(&[12, 3, 0, 0, 1, 0, 0, 0, 0, 64, 0, 0, 0]));
    profile
}

fn file(tables: &[([u8; 4], Vec<u8>)]) -> Vec<u8> {
    let count = u16::try_from(tables.len()).unwrap();
    let mut file = vec![0, 1, 0, 0];
    file.extend(count.to_be_bytes());
    file.extend([0; 6]);
    let mut place = 12 + 16 * tables.len();
    for (tag, table) in tables {
        file.extend(tag);
        file.extend([0; 4]);
        file.extend(u32::try_from(place).unwrap().to_be_bytes());
        file.extend(u32::try_from(table.len()).unwrap().to_be_bytes());
        place += table.len().next_multiple_of(4);
    }
    for (_, table) in tables {
        file.extend(table);
        file.resize(file.len().next_multiple_of(4), 0);
    }
    file
}

const CHARACTERS: &str = "1.809";
/// Units from glyph to glyph.
const ADVANCE: i16 = 500;
