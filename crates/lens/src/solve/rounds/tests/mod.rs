//! Against every package, against straightforward talks over lists, and against stored offers of NegMAS.

mod engines;
mod goals;
mod negmas;
mod reference;
mod runs;
mod single_text;
mod strategies;
mod tracks;
