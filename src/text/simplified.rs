//! Chinese in one script: the simplified forms of traditional letters, so that reprints in the other script are seen.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The block of letters that the table is about.
const FIRST: usize = 0x4e00;
const LETTERS: usize = 0x5200;

/// For each letter of the block its simplified form, or 0.
static FORMS: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut forms = vec![0; LETTERS];
    let (letters, simplified) = include_str!("simplified.txt").split_once('\n').unwrap_or_default();
    for (letter, form) in letters.chars().zip(simplified.chars()) {
        if let Some(known) = forms.get_mut((letter as usize).wrapping_sub(FIRST)) {
            *known = form as u16;
        }
    }
    forms
});

fn form(letter: char) -> Option<char> {
    let known = FORMS.get((letter as usize).wrapping_sub(FIRST)).filter(|form| **form != 0)?;
    char::from_u32(u32::from(*known))
}

/// The letters of Japan that are short forms of their own, each before the simplified one.
const OF_JAPAN: &str = "亜亚悪恶圧压囲围隠隐栄荣営营衛卫駅驿円圆塩盐縁缘艶艳応应桜樱仮假価价壊坏絵绘拡扩覚觉楽乐勧劝巻卷歓欢観观関关陥陷巌岩    顔颜帰归亀龟偽伪戯戏犠牺拠据挙举挟挟郷乡暁晓駆驱勲勋恵惠掲揭渓溪経经継继茎茎蛍萤軽轻鶏鸡撃击倹俭剣剑圏圈検检権权献献県县険险顕显験验    厳严効效広广鉱矿号号済济砕碎斎斋剤剂雑杂産产参参蚕蚕惨惨賛赞残残歯齿児儿辞辞湿湿実实舎舍釈释収收従从渋涩獣兽縦纵粛肃処处緒绪諸诸奨奖    将将渉涉焼烧証证条条状状乗乘浄净剰剩畳叠縄绳壌壤嬢娘譲让醸酿触触嘱嘱図图粋粹酔醉穂穗随随髄髓枢枢瀬濑声声斉齐静静摂摄専专戦战浅浅潜潜    繊纤践践銭钱禅禅双双壮壮捜搜挿插争争総总聡聪荘庄装装騒骚増增臓脏蔵藏属属続续堕堕対对帯带滞滞滝泷択择沢泽単单団团弾弹断断痴痴遅迟昼昼    鋳铸庁厅聴听鎮镇逓递鉄铁転转点点伝传灯灯当当闘斗徳德独独読读悩恼脳脑覇霸廃废拝拜売卖発发髪发抜拔蛮蛮浜滨払拂仏佛並并変变辺边弁辩宝宝    豊丰毎每訳译薬药誉誉揺摇様样謡谣頼赖覧览欄栏竜龙両两猟猎緑绿塁垒涙泪励励霊灵齢龄恋恋炉炉労劳楼楼録录湾湾戸户";

/// A letter of a name as it is in simplified Chinese, whichever of the scripts of China and Japan it is written in.
pub fn in_one_script(letter: char) -> char {
    static OF: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
        let letters: Vec<char> = OF_JAPAN.chars().collect();
        letters.as_chunks().0.iter().map(|&[letter, simplified]| (letter, simplified)).collect()
    });
    if !('\u{4e00}'..'\u{a000}').contains(&letter) {
        return letter;
    }
    OF.get(&letter).copied().or_else(|| form(letter)).unwrap_or(letter)
}

/// Puts simplified letters in the place of traditional ones, but not in Japanese, which has kana beside letters of its
/// own. Every byte stays where it is.
pub fn simplify(text: &mut String) {
    // Letters of the block begin with these bytes.
    let may_have = text.bytes().any(|byte| (0xe4..=0xe9).contains(&byte));
    let is_kana = |c: char| matches!(c, '\u{3041}'..='\u{30fa}');
    if !may_have || text.contains(is_kana) || !text.chars().any(|c| form(c).is_some()) {
        return;
    }
    *text = text.chars().map(|letter| form(letter).unwrap_or(letter)).collect();
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn simplified(text: &str) -> String {
        let mut text = text.to_owned();
        simplify(&mut text);
        text
    }

    #[test]
    fn traditional_letters_are_simplified() {
        assert_eq!(simplified("金光戲院的畫師，83歲。"), "金光戏院的画师，83岁。");
        assert_eq!(simplified("國家隊輸掉了首場比賽"), "国家队输掉了首场比赛");
        for same in ["国家队输掉了", "The council", "Совет", "東京のカメラ", "한국", ""] {
            assert_eq!(simplified(same), same);
        }
    }

    #[test]
    fn names_are_alike_in_all_scripts() {
        let one = |name: &str| name.chars().map(in_one_script).collect::<String>();
        assert_eq!(one("瀬戸川新聞"), "濑户川新闻");
        assert_eq!(one("瀨戶川新聞"), "濑户川新闻");
        assert_eq!(one("江川日报"), one("江川日報"));
        assert_eq!(one("Ladoga サンデー"), "Ladoga サンデー");
        assert_eq!(OF_JAPAN.chars().count() % 2, 0);
    }

    proptest! {
        #[test]
        fn nothing_moves(text in "[\u{4e00}-\u{9fff}a-zé ]{0,40}") {
            let simplified = simplified(&text);
            prop_assert_eq!(simplified.len(), text.len());
            prop_assert!(text.char_indices().zip(simplified.char_indices()).all(|(a, b)| a.0 == b.0));
        }
    }
}
