//! Colour spaces that resources put in the place of Device colours.

use kyso_pdf::{Dictionary, PdfError, View};

use crate::colour_space::DEFAULT_SPACES;

/// Whether resources give Device colours another meaning (ISO 32000-2, 8.6.5.6): not all programs
/// look.
pub(crate) fn redefines_colours(
    view: &View<'_, '_>,
    resources: &Dictionary,
) -> Result<bool, PdfError> {
    let spaces = view.get(resources, "ColorSpace")?;
    let spaces = spaces.as_dictionary();
    Ok(spaces.is_some_and(|spaces| DEFAULT_SPACES.iter().any(|name| spaces.contains(name))))
}
