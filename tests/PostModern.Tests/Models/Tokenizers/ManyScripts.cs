using System.Text;

namespace PostModern.Tests.Models.Tokenizers;

/// <summary>Texts of many scripts, always the same ones.</summary>
internal static class ManyScripts
{
    private static readonly string[] s_pieces =
    [
        "hello world", "The quick brown fox", "don't", "I'll", "WE'VE", "it's", "naïve café", "e\u0301te\u0301", "Straße", "ŁÓDŹ", "ﬁne ﬂow", "ǅungla", "İstanbul ısı",
        "Привет, мир!", "Ёлка й", "Україна", "Καλημέρα κόσμε ΟΔΟΣ", "ά\u0345", "مرحبا بالعالم", "السَّلَامُ", "ﷺ", "שלום עולם", "שָׁלוֹם", "नमस्ते दुनिया", "क्षत्रिय", "ज़",
        "สวัสดีชาวโลก", "น้ำ", "你好，世界。", "繁體中文", "𠮷野家", "㍿", "こんにちは世界", "カタカナ", "ｶﾀｶﾅ", "が\u3099", "안녕하세요 세계", "\u1112\u1161\u11AB글", "ﾡ",
        "👍🏽", "👩‍👩‍👧‍👦", "🇩🇪🇯🇵", "❤️", "🏳️‍🌈", "1️⃣", "a\u0300\u0316\u0301b", "Z͑ͫ̓a̴l̷g̶o̸", "\u0000", "\u0007\u001b[0m", "\u007f\u0085", "\u00ad\u200b\u200d\ufeff", "\u2028", "\ufffd",
        "12345", "3.14159", "1,000,000", "٣٤٥", "४५६", "½ ⅷ ²", "①Ⓐ", "0x1F", "if (x != 0) { return a[i]++; }", "def f(x):\n    return x ** 2\n", "<div class=\"a\">&amp;</div>", "SELECT * FROM \"t\";",
        " ", "  ", "\t", "\n", "\r\n", "\n\n\n", "    ", "\u00a0", "\u3000", "\u2009", "...", "!?", "--", "___", "$%^&*()", "“quotes”", "‘s", "@user #tag", "https://example.com/a?b=c&d=%20",
        "𝔘𝔫𝔦𝔠𝔬𝔡𝔢", "𐐀𐐨", "𓀀", "🅐🅰", "ՀԱՅ", "ქართული", "አማርኛ", "ភាសាខ្មែរ", "ພາສາລາວ", "தமிழ்", "తెలుగు", "বাংলা", "ᄒᆞᆫ글", "Å Å", "Ω Ω", "ſtaff", "<s>", "</s>", "[MASK]", "<|endoftext|>", "<|im_start|>",
        "##ing", "▁", "Ġ", "don\u2019t", "ｆｕｌｌ　ｗｉｄｔｈ", "…", "№ ™ ℃", "㋿", "﷼", "\u0e33", "x\u0338",
    ];

    private static readonly (int First, int Last)[] s_blocks =
    [
        (0x20, 0x7E), (0xA1, 0x24F), (0x300, 0x36F), (0x391, 0x3C9), (0x410, 0x44F), (0x5D0, 0x5EA), (0x627, 0x64A), (0x905, 0x939), (0x93E, 0x94D), (0xE01, 0xE3A),
        (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x2030, 0x205E), (0x2190, 0x21FF), (0x3041, 0x3096), (0x30A1, 0x30FA), (0x4E00, 0x4FFF), (0xAC00, 0xAFFF), (0xFF01, 0xFF5E), (0x1F300, 0x1F5FF), (0x1D400, 0x1D454), (0x20000, 0x200FF), (0, 0x1F),
    ];

    /// <summary>The same texts for the same number.</summary>
    internal static IReadOnlyList<string> Texts(int count)
    {
        var random = new Random(20_240_229);
        return [.. Enumerable.Range(0, count).Select(i => i < s_pieces.Length ? s_pieces[i] : Text(random))];
    }

    private static string Text(Random random)
    {
        var text = new StringBuilder();
        for (var parts = random.Next(1, 9); parts > 0; parts--)
        {
            if (random.Next(3) > 0)
            {
                text.Append(s_pieces[random.Next(s_pieces.Length)]);
            }
            else
            {
                AppendRandom(text, random);
            }

            text.Append(random.Next(4) switch { 0 => "", 1 => "  ", _ => " " });
        }

        return text.ToString();
    }

    private static void AppendRandom(StringBuilder text, Random random)
    {
        var (first, last) = s_blocks[random.Next(s_blocks.Length)];
        for (var length = random.Next(1, 12); length > 0; length--)
        {
            text.Append(new Rune(random.Next(first, last + 1)).ToString());
        }
    }
}
