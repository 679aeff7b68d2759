//! The figure of an issue: the chart, and the table it draws.

use super::{cell, escape, inline, party_class};
use crate::gap_table::{DAYS, GapTable};
use crate::svg::render_gap_chart;

pub(super) fn figure(table: &GapTable, parties: &[String], out: &mut String) {
    out.push_str(&format!("<p class=\"lead\">{}</p>\n", inline(&table.lead, parties)));
    out.push_str(
        "<figure class=\"gap\">\n<div class=\"scroll chart\" tabindex=\"0\" role=\"region\" aria-label=\"Chart\">\n",
    );
    out.push_str(&render_gap_chart(table, Some("")));
    out.push_str("</div>\n<details>\n<summary>As a table</summary>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table\">\n");
    out.push_str(&format!(
        "<table class=\"marks\">\n<caption class=\"unseen\">{}</caption>\n<thead><tr><td></td>",
        escape(&table.title)
    ));
    for column in &table.columns {
        out.push_str(&format!(
            "<th scope=\"col\"><a href=\"#{}\">{}</a> <span class=\"option\">{}</span></th>",
            escape(&column.anchor),
            escape(&column.id),
            escape(&column.text)
        ));
    }
    DAYS.iter().for_each(|title| out.push_str(&format!("<th scope=\"col\" class=\"day\">{title}</th>")));
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        let note = if row.note.is_empty() {
            String::new()
        } else {
            format!(" <span class=\"option\">({})</span>", escape(&row.note))
        };
        let class = if row.needed { "" } else { " class=\"beside\"" };
        out.push_str(&format!(
            "<tr{class}><th scope=\"row\"><span class=\"{}\">{}</span>{note}</th>",
            party_class(&row.party, parties),
            escape(&row.party)
        ));
        row.cells.iter().for_each(|signs| out.push_str(&format!("<td>{}</td>", cell(signs))));
        for day in [&row.oldest, &row.newest] {
            out.push_str(&format!("<td class=\"day\">{}</td>", escape(day)));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n</details>\n");
    if !table.left_out.is_empty() {
        out.push_str(&format!("<figcaption>{}</figcaption>\n", escape(&table.left_out)));
    }
    out.push_str("</figure>\n");
}
