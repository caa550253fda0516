//! The same measured in a plain way, one pixel after the other, on pictures of all kinds.

use proptest::prelude::*;

use super::*;
use crate::measure::colour::Hues;
use crate::measure::kind::{BLACK, BLUE, INK, LIGHT, PALE_TONE, RED};
use crate::measure::patches::Patches;
use crate::measure::print::Print;
use crate::measure::side::Side;
use crate::picture::SoftMask;

/// The pixels of a picture and its mask.
struct Plain {
    size: (usize, usize),
    columns: usize,
    rows: usize,
    pixels: Vec<[u8; 4]>,
}

impl Plain {
    fn new(size: (usize, usize), rgb: &[u8], mask: Option<SoftMask<'_>>) -> Self {
        let of_mask = mask.map_or((1, 1), |mask| (mask.width as usize, mask.height as usize));
        let (columns, rows) = (size.0.max(of_mask.0), size.1.max(of_mask.1));
        let at = |x: usize, y: usize, (width, height): (usize, usize)| {
            y * height / rows * width + x * width / columns
        };
        let places = (0..rows).flat_map(|y| (0..columns).map(move |x| (x, y)));
        let pixels = places.map(|(x, y)| {
            let colour = at(x, y, size) * 3;
            let alpha = mask.map_or(255, |mask| mask.alpha[at(x, y, of_mask)]);
            [rgb[colour], rgb[colour + 1], rgb[colour + 2], alpha]
        });
        let pixels = pixels.collect();
        Self {
            size,
            columns,
            rows,
            pixels,
        }
    }

    /// Calls `each` with the column, the row, the colour and the alpha of each pixel that is not clear.
    fn each(&self, mut each: impl FnMut(usize, usize, &Colour, u8)) {
        for (index, [red, green, blue, alpha]) in self.pixels.iter().enumerate() {
            if *alpha > 0 {
                let (x, y) = (index % self.columns, index / self.columns);
                each(x, y, &Colour::of([*red, *green, *blue]), *alpha);
            }
        }
    }

    fn around(&self, is_within: impl Fn(&Colour, u8) -> bool) -> Option<Bounds> {
        let mut around = None;
        self.each(|x, y, colour, alpha| {
            if is_within(colour, alpha) {
                extend(&mut around, x, y);
            }
        });
        around
    }

    fn told(&self, to: &mut impl Runs) {
        self.each(|x, y, colour, alpha| {
            to.row(y);
            to.add(&single(x, alpha), colour);
        });
    }

    fn measured(&self) -> (Measurement, Cells) {
        let grid = (self.columns, self.rows);
        let mut kinds = [0_usize; 256];
        let mut hues = Hues::default();
        let step = step_for(self.columns, self.rows);
        let mut marks = Marks::new(grid);
        self.each(|x, y, colour, alpha| {
            marks.row(y);
            marks.add(&single(x, alpha), colour);
            let Some(kind) = colour.kind(alpha) else {
                return;
            };
            kinds[usize::from(kind)] += 1;
            if alpha >= 128 && x % step == step / 2 && y % step == step / 2 {
                hues.add(colour.components, 1);
            }
        });
        let (mut rims, mut patches) = (Rims::new(grid), Patches::new(grid.0, grid.1));
        self.told(&mut rims);
        let dark_red = count(&kinds, INK | RED) - count(&kinds, INK | RED | LIGHT);
        let drawn = count(&kinds, 0);
        rims.each_pale(|x, y, kind, is_rim| match is_rim {
            true => kinds[usize::from(kind)] -= 1,
            false if kind & LIGHT != 0 => patches.add(x, y),
            false => {}
        });
        let is_red = count(&kinds, INK | RED) * 2 > count(&kinds, INK);
        let print = if is_red { self.largest_print() } else { 0.0 };
        let ink = count(&kinds, INK).max(1) as f64;
        let of_ink = |bits: u8| count(&kinds, INK | bits) as f64 / ink;
        let pixels = self.pixels.len();
        let within = self.around(|colour, alpha| colour.kind(alpha).is_some());
        let share = |bounds: Bounds| bounds.shares(grid);
        let aspect = |[left, top, right, bottom]: [f64; 4]| {
            (right - left) * self.size.0 as f64 / ((bottom - top) * self.size.1 as f64)
        };
        let measured = Measurement {
            width: self.size.0,
            height: self.size.1,
            step,
            transparent_share: (pixels - drawn) as f64 / pixels as f64,
            ink_share: count(&kinds, INK) as f64 / pixels as f64,
            blue_share: of_ink(BLUE),
            red_share: of_ink(RED),
            dark_red_share: dark_red as f64 / pixels as f64,
            neutral_share: (count(&kinds, INK | BLACK) + count(&kinds, INK | PALE_TONE)) as f64
                / ink,
            light_share: of_ink(LIGHT),
            light_area: patches.bounds().map(share),
            print_share: print / within.map_or(1, Bounds::pixels) as f64,
            dominant: hues.dominant(),
            ink_aspect: self
                .around(|_, alpha| alpha >= 128)
                .map_or(1.0, |bounds| aspect(share(bounds))),
            drawn: within.map_or([0.0; 4], share),
        };
        (measured, self.cells(marks.parts()))
    }

    fn largest_print(&self) -> f64 {
        let seen = self.around(|_, _| true);
        let mut print = Print::new(places::Places::new((self.columns, self.rows), seen));
        self.told(&mut print);
        print.largest()
    }

    fn cells(&self, parts: Parts) -> Cells {
        let seen = self.around(|_, _| true);
        let (across, down) = seen.map_or((0..0, 0..0), |seen| {
            (seen.left..seen.right + 1, seen.top..seen.bottom + 1)
        });
        let (columns, rows) = (Side::new(self.columns, across), Side::new(self.rows, down));
        // Alpha of all, of what is pale and of what is white, and the number of pixels.
        let mut sums = vec![[0_u32; 3]; columns.cells * rows.cells];
        self.each(|x, y, colour, alpha| {
            let cell = rows.of_pixel(y).unwrap() * columns.cells + columns.of_pixel(x).unwrap();
            let [all, pale, white] = &mut sums[cell];
            let alpha = u32::from(alpha);
            *all += alpha;
            match colour.is_light {
                true => *white += alpha,
                false => *pale += alpha * colour.luminance.saturating_sub(128) / 127,
            }
        });
        let hidden = (0..sums.len()).map(|index| {
            let (column, row) = (index % columns.cells, index / columns.cells);
            let [all, pale, white] = sums[index];
            let pixels = (columns.pixels_of(column) * rows.pixels_of(row)) as u32;
            let (mut near_ink, mut near_white) = (0, 0);
            for y in (0..rows.cells).filter(|y| y / 2 == row / 2) {
                for x in (0..columns.cells).filter(|x| x / 2 == column / 2) {
                    let [all, _, white] = sums[y * columns.cells + x];
                    near_ink += all - white;
                    near_white += white;
                }
            }
            let beyond = near_white.saturating_sub(2 * near_ink);
            let own = u64::from(white) * u64::from(beyond) / u64::from(near_white.max(1));
            [all, pale + own as u32, all - pale - white].map(|sum| sum.div_ceil(pixels) as u8)
        });
        let hidden = hidden.collect();
        Cells::new((columns, rows), hidden, parts)
    }
}

fn single(x: usize, alpha: u8) -> Run {
    Run::new(x / BLOCK * BLOCK, &(x % BLOCK..x % BLOCK + 1), alpha)
}

/// The pixels of all kinds with these bits.
fn count(kinds: &[usize; 256], bits: u8) -> usize {
    let with = (0..=u8::MAX).zip(kinds);
    let with = with.filter(|(kind, _)| kind & bits == bits);
    with.map(|(_, pixels)| pixels).sum()
}

/// Values one after the other, each so many times, again and again.
fn filled<T: Copy>(runs: &[(T, usize)], values: usize) -> Vec<T> {
    let runs = runs.iter().cycle();
    runs.flat_map(|(value, times)| std::iter::repeat_n(*value, *times))
        .take(values)
        .collect()
}

fn compare(
    size: (usize, usize),
    colours: &[([u8; 3], usize)],
    mask: Option<(usize, usize)>,
    alpha: &[(u8, usize)],
) {
    let rgb = filled(colours, size.0 * size.1).concat();
    let of_mask = mask.map(|(width, height)| filled(alpha, width * height));
    let mask = mask.zip(of_mask.as_deref());
    let mask = mask.map(|((width, height), alpha)| SoftMask {
        width: width as u32,
        height: height as u32,
        alpha,
    });
    let pixels = Pixels::from_rgb(size.0 as u32, size.1 as u32, &rgb, mask).unwrap();
    let plain = Plain::new(size, &rgb, mask);
    let expected = plain.measured();
    assert_eq!(measure_cells(&pixels), expected);
    if let [(colour, _)] = colours {
        let pixels = Pixels::from_colour(size.0 as u32, size.1 as u32, *colour, mask).unwrap();
        assert_eq!(measure_cells(&pixels), expected);
    }
    if size == (plain.columns, plain.rows) {
        let rgba = plain.pixels.concat();
        let picture = Picture::new(size.0 as u32, size.1 as u32, rgba).unwrap();
        assert_eq!(measure_cells(&picture.pixels()), expected);
    }
}

fn colours() -> impl Strategy<Value = [u8; 3]> {
    prop_oneof![
        Just([200, 10, 20]),
        Just([20, 60, 180]),
        Just([255; 3]),
        Just([255, 220, 220]),
        Just([150; 3]),
        Just([0; 3]),
        Just([90, 5, 10]),
        any::<[u8; 3]>(),
    ]
}

fn alphas() -> impl Strategy<Value = u8> {
    let steps = vec![0, 0, 0, 1, 15, 16, 31, 32, 63, 64, 127, 128, 254, 255, 255];
    prop_oneof![prop::sample::select(steps), any::<u8>()]
}

/// Short and long ones.
fn runs<T: std::fmt::Debug>(
    values: impl Strategy<Value = T>,
) -> impl Strategy<Value = Vec<(T, usize)>> {
    let length = prop_oneof![Just(1_usize), 1..6_usize, 20..300_usize];
    prop::collection::vec((values, length), 1..40)
}

fn sizes() -> impl Strategy<Value = (usize, usize)> {
    (1..220_usize, 1..24_usize)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn pictures_measure_as_their_pixels(
        size in sizes(),
        colours in runs(colours()),
        mask in prop_oneof![sizes().prop_map(Some), Just(None)],
        is_of_size in any::<bool>(),
        alpha in runs(alphas()),
    ) {
        let mask = mask.map(|mask| if is_of_size { size } else { mask });
        compare(size, &colours, mask, &alpha);
        compare(size, &colours[..1], mask, &alpha);
    }
}

/// Pictures that are sampled, whose cells have several pixels, and whose marks stand for several columns.
#[test]
fn large_pictures_measure_as_their_pixels() {
    let red = [([200, 10, 20], 1)];
    let scan = [
        ([200, 10, 20], 90),
        ([255, 230, 230], 3),
        ([255; 3], 40),
        ([60, 50, 55], 7),
    ];
    let edges = [
        (0, 501),
        (30, 1),
        (140, 1),
        (255, 47),
        (90, 1),
        (0, 77),
        (255, 3),
    ];
    for size in [(411, 322), (2100, 66), (70, 1900)] {
        compare(size, &red, Some(size), &edges);
        compare(size, &scan, Some(size), &edges);
        compare(size, &scan, None, &edges);
        compare((1, 1), &red, Some(size), &edges);
    }
}
