//! Letters as they are compared: capitals without accents.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The text in capitals; accents and other marks are dropped, ligatures and wide forms become the letters that
/// they stand for. Letters of other scripts stay.
pub(super) fn folded(text: &str) -> String {
    let capitals = text.nfkd().flat_map(char::to_uppercase);
    let bare = capitals.nfkd().filter(|letter| !is_combining_mark(*letter));
    bare.fold(String::with_capacity(text.len()), |mut folded, letter| {
        match plain(letter) {
            Some(plain) => folded.push_str(plain),
            None => folded.push(letter),
        }
        folded
    })
}

/// The usual Latin spelling of letters that Unicode does not take apart.
fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'Æ' => "AE",
        'Ð' | 'Đ' => "D",
        'Ħ' => "H",
        'Ł' => "L",
        'Ø' => "O",
        'Œ' => "OE",
        'ẞ' => "SS",
        'Þ' => "TH",
        'Ŧ' => "T",
        _ => return None,
    })
}

/// The words of a folded text: runs of letters and digits. An apostrophe ends no word.
pub(super) fn words(folded: &str) -> impl Iterator<Item = String> {
    let ends = |letter: char| !letter.is_alphanumeric() && !is_apostrophe(letter);
    let bare = |word: &str| word.chars().filter(|letter| !is_apostrophe(*letter)).collect::<String>();
    folded.split(ends).map(bare).filter(|word| !word.is_empty()).collect::<Vec<_>>().into_iter()
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '\u{2019}' | '\u{2018}' | '\u{2bc}' | '`' | '\u{b4}')
}
