using PostModern.Flight.Grpc;

namespace PostModern.Tests.Flight;

public class GrpcMessageTextTests
{
    [Theory]
    [InlineData("plain text, with punctuation!", "plain text, with punctuation!")]
    [InlineData("100%", "100%25")]
    [InlineData("line one\nline two", "line one%0Aline two")]
    [InlineData("Zürich", "Z%C3%BCrich")]
    [InlineData("🚗", "%F0%9F%9A%97")]
    public void Text_outside_printable_ascii_is_escaped_and_comes_back(string text, string encoded)
    {
        Assert.Equal(encoded, GrpcMessageText.Encode(text));
        Assert.Equal(text, GrpcMessageText.Decode(encoded));
    }

    [Fact]
    public void A_long_text_is_cut_between_characters_so_that_no_escape_is_halved()
    {
        var encoded = GrpcMessageText.Encode("abcü", maxLength: 8);

        Assert.Equal("abc", encoded);
    }

    [Theory]
    [InlineData("50% off", "50% off")]
    [InlineData("ends with %", "ends with %")]
    [InlineData("%zz", "%zz")]
    public void What_is_no_escape_is_left_alone(string value, string text) => Assert.Equal(text, GrpcMessageText.Decode(value));
}
