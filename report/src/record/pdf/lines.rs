//! Text in lines: measured, broken, and without characters that the font lacks.

use kyso_stamp_images::Face;

use super::canvas::{Canvas, Colour};

/// Black as it is on the clerk's page.
pub(super) const INK: Colour = [0.09, 0.129, 0.18];
/// Labels.
pub(super) const MUTED: Colour = [0.316, 0.376, 0.435];
/// Headings.
pub(super) const ACCENT: Colour = [0.114, 0.247, 0.447];

/// How text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Style {
    pub(super) face: Face,
    pub(super) size: f64,
    pub(super) colour: Colour,
}

/// How a line is aligned within its width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Centre,
    Right,
}

impl Style {
    pub(super) fn regular(size: f64) -> Self {
        Self {
            face: Face::Regular,
            size,
            colour: INK,
        }
    }

    pub(super) fn bold(size: f64) -> Self {
        Self {
            face: Face::Bold,
            ..Self::regular(size)
        }
    }

    pub(super) fn italic(size: f64) -> Self {
        Self {
            face: Face::Italic,
            ..Self::regular(size)
        }
    }

    pub(super) fn coloured(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }

    /// From one baseline to the next.
    pub(super) fn leading(self) -> f64 {
        self.size * 1.22
    }

    /// The width of text in points.
    pub(super) fn width(self, text: &str) -> f64 {
        self.face.width(text, self.size).unwrap_or(0.0)
    }
}

/// One line without breaks; gives its width.
pub(super) fn line(
    canvas: &mut Canvas,
    left: f64,
    baseline: f64,
    width: f64,
    text: &str,
    style: Style,
    align: Align,
) -> f64 {
    let text = drawable(text, style.face);
    let own = style.width(&text);
    let x = match align {
        Align::Left => left,
        Align::Centre => left + (width - own) / 2.0,
        Align::Right => left + width - own,
    };
    canvas.text([x, baseline], style.face, style.size, style.colour, &text);
    own
}

/// The lines of a text, none wider than `width` unless a single character is.
pub(super) fn broken(text: &str, style: Style, width: f64) -> Vec<String> {
    let text = drawable(text, style.face);
    let mut lines = Vec::new();
    let mut current = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let longer = match current.is_empty() {
            true => word.to_owned(),
            false => format!("{current} {word}"),
        };
        if style.width(&longer) <= width {
            current = longer;
            continue;
        }
        if !current.is_empty() {
            lines.push(std::mem::take(&mut current));
        }
        current = last_part(word, style, width, &mut lines);
    }
    if !current.is_empty() || lines.is_empty() {
        lines.push(current);
    }
    lines
}

/// Breaks a word between characters; gives what is left for the line that follows.
fn last_part(word: &str, style: Style, width: f64, lines: &mut Vec<String>) -> String {
    let mut current = String::new();
    for letter in word.chars() {
        current.push(letter);
        if style.width(&current) > width && current.chars().nth(1).is_some() {
            current.pop();
            lines.push(std::mem::replace(&mut current, letter.to_string()));
        }
    }
    current
}

/// The text with what the font lacks written out: `\u{6f22}`.
fn drawable(text: &str, face: Face) -> String {
    // A decomposed letter whose composed form the font has counts as one.
    if face.width(text, 1.0).is_ok() {
        return text.to_owned();
    }
    let mut shown = String::new();
    for letter in text.chars() {
        match face.has(letter) {
            true => shown.push(letter),
            false => shown.extend(letter.escape_unicode()),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_lose_nothing() {
        let style = Style::regular(10.0);
        let text = "Ủy ban nhân dân tỉnh Quảng Ninh f04ba4b459a7c9a1b971ad9b1cb833e695a80c79aea63b174b66a70edfe2fdb8 漢";
        let lines = broken(text, style, 80.0);
        assert!(
            lines.iter().all(|line| style.width(line) <= 80.0),
            "{lines:?}"
        );
        let joined = |text: &str| text.replace(' ', "");
        let expected = joined(&text.replace('漢', "\\u{6f22}"));
        assert_eq!(joined(&lines.concat()), expected);
        assert_eq!(broken("", style, 80.0), [""]);
        assert_eq!(broken("ab", style, 0.1), ["a", "b"]);
    }
}
