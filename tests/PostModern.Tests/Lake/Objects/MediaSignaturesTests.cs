using System.Text;
using PostModern.Lake.Objects;

namespace PostModern.Tests.Lake.Objects;

public sealed class MediaSignaturesTests
{
    [Theory]
    [InlineData("FFD8FFE000104A46", MediaKind.Image)]
    [InlineData("89504E470D0A1A0A", MediaKind.Image)]
    [InlineData("474946383961", MediaKind.Image)]
    [InlineData("52494646AAAAAAAA57454250", MediaKind.Image)]
    [InlineData("49492A0008000000", MediaKind.Image)]
    [InlineData("0000001C667479706176696600", MediaKind.Image)]
    [InlineData("0000001C667479706865696300", MediaKind.Image)]
    [InlineData("0000000C4A584C200D0A870A", MediaKind.Image)]
    [InlineData("424D36000000000000003600", MediaKind.Image)]
    [InlineData("49443303000000000000", MediaKind.Audio)]
    [InlineData("FFFB9064", MediaKind.Audio)]
    [InlineData("664C614300000022", MediaKind.Audio)]
    [InlineData("52494646AAAAAAAA57415645", MediaKind.Audio)]
    [InlineData("0000001C667479704D34412000", MediaKind.Audio)]
    [InlineData("4F676753000200000000000000000000000000000000000000000113" + "4F70757348656164", MediaKind.Audio)]
    [InlineData("4F676753000200000000000000000000000000000000000000000113" + "807468656F7261", MediaKind.Video)]
    [InlineData("00000018667479706D703432", MediaKind.Video)]
    [InlineData("1A45DFA3", MediaKind.Video)]
    [InlineData("52494646AAAAAAAA41564920", MediaKind.Video)]
    [InlineData("255044462D312E37", MediaKind.Document)]
    [InlineData("D0CF11E0A1B11AE1", MediaKind.Document)]
    [InlineData("", MediaKind.Other)]
    [InlineData("504B0304", MediaKind.Other)]
    [InlineData("1F8B0800", MediaKind.Other)]
    [InlineData("00", MediaKind.Other)]
    public void The_first_bytes_show_the_kind(string hex, MediaKind kind) => Assert.Equal(kind, MediaSignatures.KindOf(Convert.FromHexString(hex)));

    [Theory]
    [InlineData("<?xml version='1.0'?>\n<!-- a drawing -->\n<!DOCTYPE svg>\n<svg/>", MediaKind.Image)]
    [InlineData("<svg xmlns='x'/>", MediaKind.Image)]
    [InlineData("\n<!DOCTYPE html>\n<html>", MediaKind.Document)]
    [InlineData("<!-- x --><HTML>", MediaKind.Document)]
    [InlineData("<?xml version='1.0'?><!-- <svg/> --><feed/>", MediaKind.Other)]
    [InlineData("<!--", MediaKind.Other)]
    [InlineData("{\\rtf1\\ansi", MediaKind.Document)]
    [InlineData("plain words about <svg>", MediaKind.Other)]
    [InlineData("BMW is a car maker", MediaKind.Other)]
    public void Markup_is_told_by_its_first_tag(string text, MediaKind kind) => Assert.Equal(kind, MediaSignatures.KindOf(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("[Content_Types].xml", "<?xml", MediaKind.Document)]
    [InlineData("mimetype", "application/vnd.oasis.opendocument.text", MediaKind.Document)]
    [InlineData("mimetype", "application/epub+zip", MediaKind.Document)]
    [InlineData("photos/a.jpg", "", MediaKind.Other)]
    public void An_office_file_is_a_package_that_begins_with_its_type(string name, string content, MediaKind kind) =>
        Assert.Equal(kind, MediaSignatures.KindOf([(byte)'P', (byte)'K', 3, 4, .. new byte[26], .. Encoding.ASCII.GetBytes(name + content)]));

    [Fact]
    public void Every_beginning_of_random_bytes_has_an_answer()
    {
        var random = new Random(11);
        for (var i = 0; i < 5000; i++)
        {
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            _ = MediaSignatures.KindOf(bytes);
        }
    }
}
