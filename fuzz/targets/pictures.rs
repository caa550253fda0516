//! Pictures that are measured: JPEG, JPEG 2000 and colour profiles.
//!
//! First bytes: which of them, components, width and height. What is decoded has just this size; what is refused is refused
//! from its headers, so that no input takes long or much memory.
#![no_main]

use kyso_stamp_images::{decode_jpeg, decode_jpx, keeps_colours};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some(([kind, components, width, height], data)) = data.split_first_chunk() else {
        return;
    };
    let (width, height) = (u32::from(*width), u32::from(*height));
    let components = usize::from(*components);
    let samples = match kind {
        0 => decode_jpeg(data, width, height, components),
        1 => decode_jpx(data, width, height, components),
        _ => {
            assert!(!keeps_colours(data, components) || [1, 3].contains(&components));
            return;
        }
    };
    if let Some(samples) = samples {
        assert_eq!(samples.len(), (width * height) as usize * components);
    }
});
