//! Colours of marks on text.

/// Whether black text stays readable when it is multiplied with a colour: a contrast of five to one, as eyes see it. Displays give
/// out about the square of a component.
pub(in crate::changes) fn is_light(components: &[f64]) -> bool {
    const READABLE: f64 = 0.2;
    weighted(components, |part| part * part) >= READABLE
}

/// The same with three layers of the colour.
pub(in crate::changes) fn is_bright(components: &[f64]) -> bool {
    const READABLE_IN_LAYERS: f64 = 0.67;
    weighted(components, |part| part) >= READABLE_IN_LAYERS
}

/// Red, green and blue of a Device colour, each by `scale` and by how bright eyes see it.
fn weighted(components: &[f64], scale: fn(f64) -> f64) -> f64 {
    let part = |value: &f64| value.clamp(0.0, 1.0);
    let sum = |red, green, blue| 0.3 * scale(red) + 0.59 * scale(green) + 0.11 * scale(blue);
    match components {
        [] => 1.0,
        [grey] => scale(part(grey)),
        [red, green, blue] => sum(part(red), part(green), part(blue)),
        [cyan, magenta, yellow, black] => {
            let light = |ink: &f64| (1.0 - part(ink)) * (1.0 - part(black));
            sum(light(cyan), light(magenta), light(yellow))
        }
        _ => 0.0,
    }
}

/// Whether a stroke in a colour is hardly seen on paper: it takes text away instead of marking it.
pub(in crate::changes) fn is_like_paper(components: &[f64]) -> bool {
    const PALE: f64 = 0.75;
    match components {
        [cyan, magenta, yellow, black] => {
            let darkest = cyan.max(*magenta).max(*yellow);
            (1.0 - darkest) * (1.0 - black) >= PALE
        }
        colour => colour.iter().all(|component| *component >= PALE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dark_colours_are_not_light() {
        assert!(is_light(&[1.0, 1.0, 0.0]) && is_light(&[0.0, 0.0, 1.0, 0.0]));
        assert!(!is_light(&[0.0, 0.0, 0.2]) && !is_light(&[0.0, 0.0, 0.0, 1.0]));
        assert!(is_light(&[1.0, 0.0, 0.0]) && is_light(&[0.5]));
        assert!(
            !is_light(&[0.3]) && !is_light(&[0.0, 0.5, 0.0]) && !is_light(&[0.0, 0.0, 0.0, 0.69])
        );
        assert!(!is_light(&[0.1]) && !is_light(&[0.0, 0.0, 9.0]));
    }

    #[test]
    fn marks_are_not_drawn_in_the_colour_of_paper() {
        assert!(is_like_paper(&[1.0]) && is_like_paper(&[0.9, 0.8, 1.0]));
        assert!(is_like_paper(&[0.0; 4]) && is_like_paper(&[0.1, 0.0, 0.0, 0.05]));
        assert!(!is_like_paper(&[1.0, 1.0, 0.0]) && !is_like_paper(&[0.0, 0.0, 1.0, 0.0]));
        assert!(!is_like_paper(&[0.5]) && !is_like_paper(&[0.0, 0.0, 0.0, 1.0]));
    }
}
