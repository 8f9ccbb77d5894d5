//! Charts that the spreadsheet draws from the numbers beside them, in greys far apart and in patterns.

use rust_xlsxwriter::{
    Chart as Drawn, ChartDataLabel, ChartFormat, ChartLegendPosition, ChartLine, ChartPatternFill,
    ChartPatternFillType, ChartSolidFill, ChartType, Color, Worksheet, XlsxError,
};

use crate::document::legible::legible;
use crate::document::{Chart, ChartKind};

/// The longest text that a picture is described by.
const LONGEST_WORDS: usize = 255;

/// Where the numbers of a chart stand.
pub(super) struct Range {
    /// The row of the heads.
    pub(super) head: u32,
    /// The first and the last row of numbers, if there are any.
    pub(super) rows: Option<[u32; 2]>,
    /// The first row below everything.
    pub(super) below: u32,
    /// How many columns there are, the names among them.
    pub(super) columns: u16,
}

pub(super) fn write(
    sheet: &mut Worksheet,
    name: &str,
    chart: &Chart,
    range: &Range,
) -> Result<(), XlsxError> {
    // A picture of nothing would make a file that no spreadsheet opens.
    let Some([first, last]) = range.rows.filter(|_| range.columns > 1) else { return Ok(()) };
    let kind = match chart.kind {
        ChartKind::Stacked { .. } => ChartType::BarStacked,
        ChartKind::Paired { .. } => ChartType::Bar,
        // Its cells are shaded.
        ChartKind::Heat { .. } => return Ok(()),
    };
    let is_stacked = kind == ChartType::BarStacked;
    let mut drawn = Drawn::new(kind);
    for column in 1..range.columns {
        let mut label = ChartDataLabel::new();
        // The number nothing has no bar to stand on, and would stand on its neighbour's. The table has it.
        label.show_value().set_num_format("0;;");
        let series = drawn.add_series();
        series
            .set_name((name, range.head, column))
            .set_categories((name, first, 0, last, 0))
            .set_values((name, first, column, last, column))
            .set_format(&mut fill(usize::from(column) - 1))
            .set_gap(60)
            .set_data_label(&label);
        if is_stacked {
            series.set_overlap(100);
        }
    }
    drawn.title().set_name((name, 0, 0));
    drawn.legend().set_position(ChartLegendPosition::Bottom);
    // The first row stands at the top, as in the table.
    drawn.y_axis().set_reverse();
    drawn.x_axis().set_major_gridlines(false);
    let words: String = legible(&chart.in_words).chars().take(LONGEST_WORDS).collect();
    let bars = last.saturating_sub(first).saturating_add(1).min(200);
    drawn.set_alt_text(words).set_width(640).set_height(140 + bars * if is_stacked { 34 } else { 48 });
    sheet.insert_chart(range.below, 0, &drawn)?;
    Ok(())
}

fn fill(part: usize) -> ChartFormat {
    let mut format = ChartFormat::new();
    let mut line = ChartLine::new();
    format.set_border(line.set_color(Color::Black).set_width(0.75));
    let solid = |grey: u32| Color::RGB(grey << 16 | grey << 8 | grey);
    let pattern = |pattern: ChartPatternFillType| {
        let mut fill = ChartPatternFill::new();
        fill.set_pattern(pattern).set_foreground_color(Color::Black).set_background_color(Color::White);
        fill
    };
    match part % 6 {
        0 => format.set_solid_fill(ChartSolidFill::new().set_color(solid(0x80))),
        1 => format.set_solid_fill(ChartSolidFill::new().set_color(solid(0xdd))),
        2 => format.set_pattern_fill(&pattern(ChartPatternFillType::DiagonalStripesLightUpwards)),
        3 => format.set_solid_fill(ChartSolidFill::new().set_color(solid(0xb0))),
        4 => format.set_solid_fill(ChartSolidFill::new().set_color(solid(0xff))),
        _ => format.set_pattern_fill(&pattern(ChartPatternFillType::HorizontalStripesLight)),
    };
    format
}
