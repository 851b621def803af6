using System.Text;
using PostModern.Arrow.Errors;
using PostModern.Lake.Objects;

namespace PostModern.Tests.Lake.Objects;

public sealed class TextDecodingTests
{
    private const string Text = "Größe: 5 €\nweiß";

    static TextDecodingTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    [InlineData("utf-32BE")]
    public void A_byte_order_mark_says_the_encoding_and_is_left_out(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        Assert.Equal(Text, TextDecoding.Decode([.. encoding.GetPreamble(), .. encoding.GetBytes(Text)]));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("windows-1252")]
    public void Without_a_mark_the_bytes_show_it(string name) => Assert.Equal(Text, TextDecoding.Decode(Encoding.GetEncoding(name).GetBytes(Text)));

    [Theory]
    [InlineData("<?xml version='1.0' encoding='{0}'?><a>{1}</a>")]
    [InlineData("<!DOCTYPE html><html><head><meta charset=\"{0}\"></head>{1}</html>")]
    [InlineData("<html><meta http-equiv='Content-Type' content='text/html; charset={0}'>{1}</html>")]
    public void Html_and_xml_declare_it(string form)
    {
        var text = form.Replace("{0}", "shift_jis", StringComparison.Ordinal).Replace("{1}", "日本語", StringComparison.Ordinal);
        Assert.Equal(text, TextDecoding.Decode(Encoding.GetEncoding("shift_jis").GetBytes(text)));
    }

    [Fact]
    public void A_declaration_that_cannot_be_or_is_unknown_counts_for_nothing()
    {
        foreach (var name in (string[])["utf-16", "no-such-charset"])
        {
            var text = $"<?xml version='1.0' encoding='{name}'?><a>ä</a>";
            Assert.Equal(text, TextDecoding.Decode(Encoding.UTF8.GetBytes(text)));
        }
    }

    [Fact]
    public void Nothing_is_the_empty_text() => Assert.Equal("", TextDecoding.Decode([]));

    [Fact]
    public void A_binary_file_is_no_text()
    {
        byte[] random = new byte[1000];
        new Random(3).NextBytes(random);
        foreach (var bytes in (byte[][])[random, [0], [1, 0, 0, 0, 2, 0, 0, 0], File.ReadAllBytes(typeof(TextDecoding).Assembly.Location)])
        {
            Assert.Contains("not text", Assert.Throws<ServerException>(() => TextDecoding.Decode(bytes)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Text_that_is_not_what_it_claims_is_an_error_that_names_the_byte()
    {
        var error = Assert.Throws<ServerException>(() => TextDecoding.Decode([0xEF, 0xBB, 0xBF, (byte)'a', 0xFF, (byte)'b']));
        Assert.Equal("The text claims to be utf-8, and isn't at byte 4. Read it with read_bytes.", error.Message);
    }
}
