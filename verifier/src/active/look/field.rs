//! Fields whose look is not what they hold (ISO 32000-2, 12.7.4.3). PDF.js shows text fields and boxes as controls with
//! their value, all programs draw a field that has no look by themselves, and each of them otherwise.

use kyso_pdf::{Dictionary, Object, PdfError, View, decode_text};

use super::{FINE, ICON, Judged, Look, border, side};
use crate::active::annotation::{field_kind, inherited};
use crate::active::page::is_small;
use crate::active::words::Value;
use crate::finding::ActiveKind;

const DIFFERS: Judged = Judged::Differs(ActiveKind::FieldLook);

/// Whether programs show the value of a widget differently.
pub(super) fn judge(
    view: &View<'_, '_>,
    widget: &Dictionary,
    look: Look,
) -> Result<Judged, PdfError> {
    let kind = field_kind(view, widget)?;
    let written = inherited(view, widget, "Ff")?;
    let flags = written.as_integer().unwrap_or(0);
    if written.as_integer().is_some() && !is_small(&written) {
        return Ok(DIFFERS);
    }
    let field = Field {
        view,
        widget,
        look,
        flags,
    };
    let judged = match (look, kind.as_deref()) {
        (Look::None | Look::Empty, kind) => field.without_look(kind)?,
        (Look::Unbounded, _) | (_, None) => DIFFERS,
        (_, Some("Tx")) => field.text()?,
        (_, Some("Ch")) => field.choice()?,
        (_, Some("Btn")) => field.button()?,
        (Look::Unchosen, _) => DIFFERS,
        _ => Judged::Same,
    };
    Ok(judged)
}

struct Field<'f, 'v, 'd, 'a> {
    view: &'v View<'d, 'a>,
    widget: &'f Dictionary,
    look: Look,
    flags: i64,
}

impl Field<'_, '_, '_, '_> {
    fn is(&self, flag: i64) -> bool {
        self.flags & flag != 0
    }

    /// Programs draw a background, a wide border, a value, a caption, or a list by themselves, or do not.
    fn without_look(&self, kind: Option<&str>) -> Result<Judged, PdfError> {
        let colours = self.view.get(self.widget, "MK")?;
        let is_filled = |key: &str| -> Result<bool, PdfError> {
            let Some(colours) = colours.as_dictionary() else {
                return Ok(false);
            };
            let entry = self.view.get(colours, key)?;
            Ok(match &*entry {
                Object::Array(parts) => !parts.is_empty(),
                Object::String(text) => !text.is_empty(),
                entry => !entry.is_null(),
            })
        };
        let wide = is_filled("BC")? && border(self.view, self.widget)? > FINE;
        let shows = match kind {
            Some("Tx") => self.value()?.is_none_or(|value| !value.is_empty()),
            Some("Ch") => {
                let options = inherited(self.view, self.widget, "Opt")?;
                let has_options = options.as_array().is_some_and(|list| !list.is_empty());
                let is_chosen = !inherited(self.view, self.widget, "V")?.is_null();
                is_chosen || (has_options && !self.is(COMBO))
            }
            Some("Btn") if self.is(PUSH_BUTTON) => is_filled("CA")?,
            Some("Btn") => self.is_on()?,
            _ => false,
        };
        let differs = shows || wide || is_filled("BG")?;
        Ok(if differs { DIFFERS } else { Judged::Same })
    }

    fn text(&self) -> Result<Judged, PdfError> {
        if self.look == Look::Unchosen {
            return Ok(DIFFERS);
        }
        // No program offers a control for what may not be changed.
        if self.is(READ_ONLY) {
            return Ok(Judged::Same);
        }
        Ok(match self.value()? {
            // It is shown as dots, or as its look says.
            Some(_) if self.is(PASSWORD) => Judged::Shows(Value::Words(String::new())),
            Some(value) => Judged::Shows(Value::Words(value)),
            None => DIFFERS,
        })
    }

    fn choice(&self) -> Result<Judged, PdfError> {
        if self.look == Look::Unchosen {
            return Ok(DIFFERS);
        }
        if self.is(READ_ONLY) {
            return Ok(Judged::Same);
        }
        let options = self.options()?;
        if !self.is(COMBO) {
            let all = options.into_iter().map(|(_, shown)| shown).collect();
            return Ok(Judged::Shows(Value::PartOf(all)));
        }
        let Some(value) = self.value()? else {
            return Ok(DIFFERS);
        };
        let shown = options.into_iter().find(|(held, _)| *held == value);
        let shown = shown.map_or(value, |(_, shown)| shown);
        Ok(Judged::Shows(Value::Words(shown)))
    }

    /// The stored and the shown text of each option.
    fn options(&self) -> Result<Vec<(String, String)>, PdfError> {
        let options = inherited(self.view, self.widget, "Opt")?;
        let mut both = Vec::new();
        for option in options.as_array().unwrap_or_default() {
            let option = self.view.resolve(option)?;
            let text = |object: &Object| object.as_string().map(decode_text);
            both.extend(match option.as_array() {
                Some([held, shown]) => {
                    text(&*self.view.resolve(held)?).zip(text(&*self.view.resolve(shown)?))
                }
                _ => text(&option).map(|text| (text.clone(), text)),
            });
        }
        Ok(both)
    }

    fn button(&self) -> Result<Judged, PdfError> {
        if self.is(PUSH_BUTTON) {
            let differs = self.look == Look::Unchosen;
            return Ok(if differs { DIFFERS } else { Judged::Same });
        }
        let value = inherited(self.view, self.widget, "V")?;
        let state = self.view.get(self.widget, "AS")?;
        let differs = match self.look {
            // Some programs show such a look, and others nothing.
            Look::Drawing => true,
            // A state without a look is off for all programs, but the value turns it on for one.
            Look::Unchosen => state.is_null() && self.is_on()?,
            _ => {
                let other = !value.is_null() && value.as_name() != state.as_name();
                let is_large = side(self.view, self.widget)?.is_none_or(|side| side > ICON);
                // Where the box may be changed, a control takes the place of the look: a tick and
                // no words.
                (self.is(RADIO) && self.is_on()? && other) || (is_large && !self.is(READ_ONLY))
            }
        };
        Ok(if differs { DIFFERS } else { Judged::Same })
    }

    /// Whether a box is switched on: by its state, else by its value.
    fn is_on(&self) -> Result<bool, PdfError> {
        let state = self.view.get(self.widget, "AS")?;
        let value = inherited(self.view, self.widget, "V")?;
        let chosen = state.as_name().or_else(|| value.as_name());
        Ok(chosen.is_some_and(|name| *name != "Off"))
    }

    /// Its value as text, empty without one; `None` for what is no text.
    fn value(&self) -> Result<Option<String>, PdfError> {
        let value = inherited(self.view, self.widget, "V")?;
        Ok(match &value {
            Object::Null => Some(String::new()),
            Object::String(text) => Some(decode_text(text)),
            _ => None,
        })
    }
}

// ISO 32000-2, tables 227, 229, 231, 233.
const READ_ONLY: i64 = 1;
const PASSWORD: i64 = 1 << 13;
const RADIO: i64 = 1 << 15;
const PUSH_BUTTON: i64 = 1 << 16;
const COMBO: i64 = 1 << 17;
