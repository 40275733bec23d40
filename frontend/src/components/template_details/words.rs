//! Which words of two texts differ, to be marked: those outside a longest common subsequence of their words.

/// Pairs of words that are compared at most: Meta's longest text with itself, and some.
const MOST: usize = 1_000_000;

/// Words that stand in both texts, or in this one alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    pub text: String,
    pub changed: bool,
}

impl Run {
    /// A text without marks.
    pub fn whole(text: String) -> Vec<Self> {
        vec![Self { text, changed: false }]
    }
}

/// Both texts, the older first. Texts that have no word in common have no marks.
pub fn compared(from: &str, to: &str) -> [Vec<Run>; 2] {
    let (a, b) = (words(from), words(to));
    // What follows a word counts too, except where the other text ends with the word.
    let is_same = |i: usize, j: usize| {
        let one_ends = (i + 1 == a.len()) != (j + 1 == b.len());
        a[i] == b[j] || one_ends && a[i].trim_end() == b[j].trim_end()
    };
    let wide = b.len() + 1;
    let mut sides = [Vec::new(), Vec::new()];
    let [left, right] = &mut sides;
    if (a.len() + 1) * wide <= MOST {
        // At each pair of places, how many words the rests have in common.
        let mut common = vec![0_u16; (a.len() + 1) * wide];
        for i in (0..a.len()).rev() {
            for j in (0..b.len()).rev() {
                let (below, beside) = (common[(i + 1) * wide + j], common[i * wide + j + 1]);
                let both = common[(i + 1) * wide + j + 1] + 1;
                common[i * wide + j] = if is_same(i, j) { both } else { below.max(beside) };
            }
        }
        let (mut i, mut j) = (0, 0);
        while common[i * wide + j] > 0 {
            if is_same(i, j) {
                push(left, a[i], false);
                push(right, b[j], false);
                (i, j) = (i + 1, j + 1);
            } else if common[(i + 1) * wide + j] >= common[i * wide + j + 1] {
                push(left, a[i], true);
                i += 1;
            } else {
                push(right, b[j], true);
                j += 1;
            }
        }
        if j > 0 || i > 0 {
            a[i..].iter().for_each(|word| push(left, word, true));
            b[j..].iter().for_each(|word| push(right, word, true));
            return sides;
        }
    }
    [from, to].map(|text| Run::whole(text.to_owned()))
}

/// Each with the blank or the break behind it.
fn words(text: &str) -> Vec<&str> {
    text.split_inclusive([' ', '\n']).collect()
}

fn push(side: &mut Vec<Run>, word: &str, changed: bool) {
    match side.last_mut().filter(|run| run.changed == changed) {
        Some(run) => run.text.push_str(word),
        None => side.push(Run { text: word.to_owned(), changed }),
    }
}

#[cfg(test)]
mod tests {
    use super::compared;

    /// Changed words in brackets.
    fn marked(from: &str, to: &str) -> [String; 2] {
        compared(from, to).map(|side| {
            side.into_iter().map(|run| if run.changed { format!("[{}]", run.text) } else { run.text }).collect()
        })
    }

    #[test]
    fn changed_words_are_marked_on_their_side() {
        let from = "Hello {{1}}, your order is ready.\nSee you!";
        let to = "Hello {{1}}, your cake is ready now.\nSee you!";
        assert_eq!(
            marked(from, to),
            ["Hello {{1}}, your [order ]is [ready.\n]See you!", "Hello {{1}}, your [cake ]is [ready now.\n]See you!",]
        );
        assert_eq!(marked("We open", "We open at nine"), ["We open", "We open [at nine]"]);
    }

    #[test]
    fn texts_with_nothing_in_common_have_no_marks() {
        assert_eq!(marked("MARKETING", "UTILITY"), ["MARKETING", "UTILITY"]);
        assert_eq!(marked("", "UTILITY"), ["", "UTILITY"]);
        let long = "a ".repeat(2000);
        let longer = [&long, "b"].concat();
        assert_eq!(marked(&long, &longer), [long, longer]);
    }

    #[test]
    fn a_break_in_place_of_a_blank_is_marked() {
        assert_eq!(marked("Hello there\nBye", "Hello there Bye"), ["Hello [there\n]Bye", "Hello [there ]Bye"]);
        assert_eq!(marked("See you", "See you\n"), ["See [you]", "See [you\n]"]);
    }
}
