using System.Text;
using PostModern.Lake.Objects;

namespace PostModern.Tests.Lake.Objects;

public sealed class ContentTypesTests
{
    [Theory]
    [InlineData("FFD8FFE0", "image/jpeg")]
    [InlineData("89504E470D0A1A0A", "image/png")]
    [InlineData("52494646000000005745425056503820", "image/webp")]
    [InlineData("00000020667479706176696600000000", "image/avif")]
    [InlineData("00000020667479706865696300000000", "image/heic")]
    [InlineData("0000002066747970 69736F6D", "video/mp4")]
    [InlineData("00000020667479704D344120", "audio/mp4")]
    [InlineData("1A45DFA39F4286810142F7810142F2810442F381084282847765626D", "video/webm")]
    [InlineData("1A45DFA3A34286810142F7810142F2810442F381084282886D6174726F736B61", "video/x-matroska")]
    [InlineData("494433040000", "audio/mpeg")]
    [InlineData("FFFB9064", "audio/mpeg")]
    [InlineData("FFF15080", "audio/aac")]
    [InlineData("4F67675300", "audio/ogg")]
    [InlineData("52494646000000005741564566", "audio/wav")]
    [InlineData("664C6143", "audio/flac")]
    [InlineData("504B0304", "application/zip")]
    [InlineData("504B0506", "application/zip")]
    [InlineData("1F8B08", "application/gzip")]
    [InlineData("255044462D312E37", "application/pdf")]
    [InlineData("424D36000000000000003600", "image/bmp")]
    [InlineData("000102030405", null)]
    [InlineData("", null)]
    public void Bytes_show_what_they_are(string hex, string? type) =>
        Assert.Equal(type, ContentTypes.FromBytes(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))));

    [Theory]
    [InlineData("<!DOCTYPE html><html>", "text/html")]
    [InlineData("  \n<HTML lang=de>", "text/html")]
    [InlineData("<!-- saved --><html>", "text/html")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'>", "image/svg+xml")]
    [InlineData("<?xml version='1.0'?>\n<svg>", "image/svg+xml")]
    [InlineData("<?xml version='1.0'?><rss>", "application/xml")]
    [InlineData("{\"a\": 1}", "application/json")]
    [InlineData("[1, 2]", "application/json")]
    [InlineData("{curly} prose", "text/plain")]
    [InlineData("BMW is a make of cars", "text/plain")]
    [InlineData("Grüße\t1\n", "text/plain")]
    public void Text_shows_what_kind_it_is(string text, string type) => Assert.Equal(type, ContentTypes.FromBytes(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void An_archive_of_files_is_told_by_what_stands_in_its_header()
    {
        var header = new byte[512];
        Encoding.ASCII.GetBytes("photo.jpg").CopyTo(header, 0);
        Encoding.ASCII.GetBytes("ustar").CopyTo(header, 257);
        Assert.Equal("application/x-tar", ContentTypes.FromBytes(header));
    }
}
