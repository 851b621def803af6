using System.Data.Common;
using PostModern.Data;

namespace PostModern.Tests.Data.Specification;

/// <summary>What ADO.NET documents of <see cref="DbConnectionStringBuilder"/>, with this provider's keys.</summary>
public sealed class ConnectionStringBuilderSpecification
{
    [Fact]
    public void Without_keys_it_is_the_empty_string()
    {
        var builder = PostModernFactory.Instance.CreateConnectionStringBuilder();
        Assert.Equal("", builder.ConnectionString);
        builder.ConnectionString = null;
        Assert.Equal("", builder.ConnectionString);
        Assert.Empty(builder);
    }

    [Fact]
    public void Every_property_has_a_default_and_a_key_that_it_shows()
    {
        var settings = typeof(PostModernConnectionStringBuilder).GetProperties()
            .Where(property => property.DeclaringType == typeof(PostModernConnectionStringBuilder) && property.GetIndexParameters().Length == 0 && property.CanWrite)
            .ToList();
        Assert.Equal(21, settings.Count);
        Assert.All(settings, property =>
        {
            var builder = new PostModernConnectionStringBuilder();
            object value = property.PropertyType == typeof(bool) ? !(bool)property.GetValue(builder)!
                : property.PropertyType == typeof(int) ? 77
                : "some; text";
            property.SetValue(builder, value);

            var read = new PostModernConnectionStringBuilder(builder.ConnectionString);
            Assert.Equal(value, property.GetValue(read));
            Assert.True(read.ContainsKey(property.Name), property.Name);
            Assert.Single(read.Keys.Cast<string>());
        });
    }

    [Theory]
    [InlineData("Search Path=s", "Schema", "s")]
    [InlineData("asof=2024-01-01", "As Of", "2024-01-01")]
    [InlineData("Maximum Pool Size=7", "MaxPoolSize", 7)]
    [InlineData("pooling=no", "Pooling", false)]
    [InlineData("User ID=me", "Username", "me")]
    [InlineData("SSL Certificate=c.pem", "ClientCertificate", "c.pem")]
    public void Synonyms_mean_one_key(string text, string key, object value)
    {
        var builder = new PostModernConnectionStringBuilder(text);

        Assert.Equal(value, builder[key]);
        Assert.True(builder.TryGetValue(key, out var found));
        Assert.Equal(value, found);
        Assert.True(builder.Remove(key));
        Assert.Equal("", builder.ConnectionString);
    }

    [Theory]
    [InlineData("Xyzzy=1", "Xyzzy")]
    [InlineData("Max Pool Size=0", "Max Pool Size")]
    [InlineData("Min Pool Size=-1", "Min Pool Size")]
    [InlineData("Pooling=maybe", "Pooling")]
    [InlineData("Connection Lifetime=soon", "Connection Lifetime")]
    public void Mistakes_name_their_key(string text, string key)
    {
        var error = Assert.Throws<ArgumentException>(() => new PostModernConnectionStringBuilder(text));

        Assert.Contains(key, error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Setting_null_takes_a_key_away()
    {
        var builder = new PostModernConnectionStringBuilder("Host=x;Port=1") { ["Host"] = null };

        Assert.Equal("Port=1", builder.ConnectionString, ignoreCase: true);
        Assert.Equal(("", 100, true), (builder["Host"], builder["Max Pool Size"], builder["Pooling"]));
        Assert.Throws<ArgumentException>(() => builder["no such key"]);
        Assert.False(builder.ContainsKey("no such key"));
        Assert.False(builder.TryGetValue("no such key", out _));
        Assert.False(builder.Remove("no such key"));
    }
}
