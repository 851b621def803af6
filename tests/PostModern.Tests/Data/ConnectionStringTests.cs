using PostModern.Data;

namespace PostModern.Tests.Data;

/// <summary>What a connection string may say.</summary>
public sealed class ConnectionStringTests
{
    [Fact]
    public void Unset_keys_have_their_defaults()
    {
        var builder = new PostModernConnectionStringBuilder();

        Assert.Equal("", builder.ConnectionString);
        Assert.Equal(("", 31337, false, 15, 30), (builder.Host, builder.Port, builder.Tls, builder.Timeout, builder.CommandTimeout));
    }

    [Fact]
    public void Keys_have_synonyms_in_any_case()
    {
        var builder = new PostModernConnectionStringBuilder("SERVER=db;port=1;UID=me;pwd=secret;Initial Catalog=shop;commandtimeout=0;tls=yes");

        Assert.Equal(("db", 1, "me", "secret"), (builder.Host, builder.Port, builder.Username, builder.Password));
        Assert.Equal(("shop", 0, true), (builder.Database, builder.CommandTimeout, builder.Tls));
        Assert.Equal("db", builder["Data Source"]);
        Assert.True(builder.ContainsKey("Server"));
        Assert.True(builder.Remove("Server"));
        Assert.False(builder.ContainsKey("Host"));
    }

    [Theory]
    [InlineData("Xyzzy=1")]
    [InlineData("Port=many")]
    [InlineData("Port=70000")]
    [InlineData("Timeout=-1")]
    [InlineData("Tls=perhaps")]
    public void Mistakes_are_refused_at_once(string text)
    {
        Assert.Throws<ArgumentException>(() => new PostModernConnectionStringBuilder(text));
        Assert.Throws<ArgumentException>(() => new PostModernConnection(text));
    }

    [Fact]
    public void Writing_and_reading_agree()
    {
        var written = new PostModernConnectionStringBuilder { Host = "a;b", Port = 5, Tls = true, Password = "p=w" };
        var read = new PostModernConnectionStringBuilder(written.ConnectionString);

        Assert.Equal(("a;b", 5, true, "p=w"), (read.Host, read.Port, read.Tls, read.Password));
    }

    [Fact]
    public void A_data_source_hides_secrets()
    {
        using var source = new PostModernDataSource("Host=x;Password=hunter2;Token=t0p");

        Assert.DoesNotContain("hunter2", source.ConnectionString, StringComparison.Ordinal);
        Assert.DoesNotContain("t0p", source.ConnectionString, StringComparison.Ordinal);
        Assert.Contains("hunter2", source.CreateConnection().ConnectionString, StringComparison.Ordinal);
    }
}
