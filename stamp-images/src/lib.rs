//! Signature and seal images, text appearances, and finding their place on a page.
