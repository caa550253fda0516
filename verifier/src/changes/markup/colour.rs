//! Colours of marks on text.

/// Whether black text stays readable when it is multiplied with a colour.
pub(in crate::changes) fn is_light(components: &[f64]) -> bool {
    const READABLE: f64 = 0.3;
    brightness(components) >= READABLE
}

/// The same with three layers of the colour.
pub(in crate::changes) fn is_bright(components: &[f64]) -> bool {
    const READABLE_IN_LAYERS: f64 = 0.67;
    brightness(components) >= READABLE_IN_LAYERS
}

fn brightness(components: &[f64]) -> f64 {
    let part = |value: &f64| value.clamp(0.0, 1.0);
    match components {
        [] => 1.0,
        [grey] => part(grey),
        [red, green, blue] => 0.3 * part(red) + 0.59 * part(green) + 0.11 * part(blue),
        [cyan, magenta, yellow, black] => {
            let light = |ink: &f64| (1.0 - part(ink)) * (1.0 - part(black));
            0.3 * light(cyan) + 0.59 * light(magenta) + 0.11 * light(yellow)
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
