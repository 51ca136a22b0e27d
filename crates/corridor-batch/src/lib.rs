//! Tables of pairs, plans and matrices, in and out: CSV, Parquet and Arrow record batches, streamed,
//! bounded, resumable.
//!
//! This crate reads questions and writes answers; who computes them stands behind [`PairAnswers`],
//! [`PlanAnswers`], [`GoodsAnswers`] and [`MatrixCells`], and nothing here knows of networks. Heavy dependencies stay in this crate.
//!
//! - [`Run`] answers a table into a file: block by block, resumable after a kill, under its name only
//!   when whole. `docs/methods/batch.md` tells how.
//! - [`PairBatches`], [`PlanBatches`] and [`MatrixBatches`] are the same answers as iterators over Arrow
//!   record batches, for front ends that stream; tables may come as record batches too.
//!
//! Positions are degrees, longitude first. Units of quantities stand in the names of their columns.

mod column;
mod error;
mod estimate;
mod fields;
mod format;
mod goods;
mod layout;
mod matrix;
mod omx;
mod pairs;
mod plans;
mod points;
mod reader;
mod run;
mod site;
mod stop;
mod table;
mod write;

pub use column::{Block, Cells, Column, Kind};
pub use error::BatchError;
pub use estimate::Estimate;
pub use fields::{Field, Pieces, parquet};
pub use format::Format;
pub use goods::{
    GoodsAnswer, GoodsAnswers, GoodsCell, GoodsReader, GoodsRow, SaleRow, Worth, goods_schema,
    read_goods,
};
pub use layout::Layout;
pub use matrix::{MatrixBatches, MatrixCells, MatrixShape};
pub use omx::{OmxCell, omx};
pub use pairs::{Locate, PairAnswer, PairAnswers, PairBatches, PairReader, PairRow, pair_schema};
pub use plans::{
    ItineraryRow, NoPlan, PlanAnswer, PlanAnswers, PlanBatches, PlanForm, PlanGoods, PlanReader,
    PlanRow, landed_columns, plan_schema, read_plan_rows,
};
pub use points::{Points, points_of_records, read_points};
pub use reader::{IdAndRow, Reader};
pub use run::{Done, Progress, Run};
pub use site::{BadRow, Position, Site};
pub use stop::Stop;
pub use table::{csv_text, digest, digest_of};
pub use write::{Output, Start, behind_links, is_same_file, is_stdout, is_stream};
