//! Tests of documents and their renderings, on a small case and findings made in code.

mod anchors;
mod conflict_pictures;
mod escaping;
mod excerpts;
mod fixture;
mod layout;
mod odd;
mod order_pictures;
mod roadmap;
mod roadmap_fixture;
mod rounds;
mod settlement;
mod settlement_fixture;
mod shown;
mod stability;
mod stability_fixture;
