use super::wrap;

/// Columns of text under headings, each as wide as its widest cell; the last one takes the rest of the line and is
/// wrapped in its column.
pub struct Table {
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// Space between two columns.
const GAP: usize = 2;
/// A last column narrower than this goes below the others instead.
const NARROWEST_LAST: usize = 16;

impl Table {
    /// A table without rows. Cells and headings may be styled.
    pub fn new(heads: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Table {
            heads: heads.into_iter().map(Into::into).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row; missing cells are empty.
    pub fn row(&mut self, cells: impl IntoIterator<Item = impl Into<String>>) {
        let mut row: Vec<String> = cells.into_iter().map(Into::into).collect();
        row.resize(self.heads.len(), String::new());
        self.rows.push(row);
    }

    /// Draws it at most `width` columns wide.
    pub fn render(&self, width: usize) -> String {
        let widths = self.widths();
        let Some((_, fixed)) = widths.split_last() else {
            return String::new();
        };
        let margin = fixed.iter().map(|column| column + GAP).sum::<usize>();
        let fits = margin + NARROWEST_LAST <= width || margin + widths[fixed.len()] <= width;
        let draw = |row: &Vec<String>| {
            if fits {
                beside(row, &widths, width)
            } else {
                below(row, width)
            }
        };
        let heads = if fits {
            draw(&self.heads)
        } else {
            String::new()
        };
        heads + &self.rows.iter().map(draw).collect::<String>()
    }

    fn widths(&self) -> Vec<usize> {
        let rows = || std::iter::once(&self.heads).chain(&self.rows);
        let widest = |column: usize| {
            rows()
                .map(|row| wrap::columns(&row[column]))
                .max()
                .unwrap_or(0)
        };
        (0..self.heads.len()).map(widest).collect()
    }
}

/// A row as columns.
fn beside(row: &[String], widths: &[usize], width: usize) -> String {
    let Some((last, fixed)) = row.split_last() else {
        return String::new();
    };
    let mut start = String::new();
    for (cell, column) in fixed.iter().zip(widths) {
        start.push_str(cell);
        start.push_str(&" ".repeat(column - wrap::columns(cell) + GAP));
    }
    let rest = " ".repeat(wrap::columns(&start));
    wrap::lines(last, width, &start, &rest)
        .into_iter()
        .map(|line| line + "\n")
        .collect()
}

/// A row on a terminal too narrow for columns: the last cell under the others.
fn below(row: &[String], width: usize) -> String {
    let Some((last, fixed)) = row.split_last() else {
        return String::new();
    };
    let fixed = fixed
        .iter()
        .filter(|cell| !cell.is_empty())
        .cloned()
        .collect::<Vec<_>>()
        .join(" ");
    let mut text = wrap::lines(&fixed, width, "", "").join("\n") + "\n";
    text.push_str(&wrap::paragraph(last, width, GAP));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new(["Code", "Title"]);
        table.row(["CFW403", "Rows are proxies and not dicts"]);
        table.row(["CFW1", "Short"]);
        table
    }

    #[test]
    fn wraps_the_last_column_in_its_column() {
        let drawn = table().render(26);
        assert_eq!(
            drawn,
            "Code    Title\nCFW403  Rows are proxies\n        and not dicts\nCFW1    Short\n"
        );
    }

    #[test]
    fn puts_the_last_column_below_where_there_is_no_room_beside() {
        let drawn = table().render(20);
        assert_eq!(
            drawn,
            "CFW403\n  Rows are proxies\n  and not dicts\nCFW1\n  Short\n"
        );
    }
}
