//! `required-version`: which versions of this program may read a file.

use std::cmp::Ordering;

/// Whether a version meets all of the comma-separated demands, written as in Python: `>=0.1,<0.3`; a version alone means
/// exactly that one.
///
/// # Errors
/// A demand that cannot be read, in words.
pub fn meets(version: &str, demands: &str) -> Result<bool, String> {
    let running = numbers(version).unwrap_or_default();
    for demand in demands.split(',').map(str::trim) {
        if !meets_one(&running, demand)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn meets_one(running: &[u64], demand: &str) -> Result<bool, String> {
    let digits = demand.trim_start_matches(['=', '<', '>', '!', '~']);
    let operator = &demand[..demand.len() - digits.len()];
    let wanted = numbers(digits.trim()).ok_or_else(|| {
        format!("`{demand}` is no demand on a version; expected one such as `>=0.1.0`")
    })?;
    let order = compare(running, &wanted);
    Ok(match operator {
        "" | "==" => order.is_eq(),
        "!=" => order.is_ne(),
        ">=" => order.is_ge(),
        "<=" => order.is_le(),
        ">" => order.is_gt(),
        "<" => order.is_lt(),
        "~=" => {
            let series = &wanted[..wanted.len().saturating_sub(1)];
            order.is_ge() && running.starts_with(series)
        }
        _ => {
            return Err(format!(
                "`{operator}` compares nothing; expected `==`, `>=`, `<=`, `>`, `<`, `!=` or `~=`"
            ));
        }
    })
}

fn numbers(version: &str) -> Option<Vec<u64>> {
    let numbers = version.split('.').map(|number| number.parse().ok());
    numbers.collect()
}

/// Compares number by number; those that are missing are 0.
fn compare(a: &[u64], b: &[u64]) -> Ordering {
    let at = |numbers: &[u64], index: usize| numbers.get(index).copied().unwrap_or_default();
    let each = 0..a.len().max(b.len());
    let mut orders = each.map(|index| at(a, index).cmp(&at(b, index)));
    orders
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn demands_are_read_as_python_reads_them() {
        for (demands, met) in [
            ("0.1.0", true),
            ("==0.1", true),
            (">=0.1,<0.2", true),
            ("~=0.1.0", true),
            ("~=0.0.9", false),
            ("!=0.1.0", false),
            (">0.1", false),
            ("1", false),
        ] {
            assert_eq!(meets("0.1.0", demands), Ok(met), "{demands}");
        }
        assert!(meets("0.1.0", "newest").is_err());
        assert!(meets("0.1.0", "=>1").is_err());
    }
}
