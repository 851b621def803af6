using PostModern.Flight.Grpc;

namespace PostModern.Tests.Flight;

public class BasicCredentialsTests
{
    [Theory]
    [InlineData("ada", "secret")]
    [InlineData("ada", "pass:with:colons")]
    [InlineData("ünal", "")]
    public void What_is_encoded_is_decoded(string user, string password)
    {
        Assert.True(BasicCredentials.TryDecode(BasicCredentials.Encode(user, password), out var u, out var p));
        Assert.Equal((user, password), (u, p));
    }

    [Fact]
    public void Unpadded_base64_is_accepted_because_go_sends_it()
    {
        Assert.True(BasicCredentials.TryDecode("Basic YWRhOng", out var user, out var password));
        Assert.Equal(("ada", "x"), (user, password));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer YWRhOng=")]
    [InlineData("Basic !!!")]
    public void Other_headers_are_no_credentials(string? header) => Assert.False(BasicCredentials.TryDecode(header, out _, out _));
}
