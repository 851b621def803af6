using System.Text;
using PostModern.Lake.S3;

namespace PostModern.Tests.Lake.S3;

public sealed class PlainListingsTests(S3Fixture bucket) : IClassFixture<S3Fixture>
{
    [Theory]
    [InlineData("", "")]
    [InlineData("<a>no quotes</a>", "<a>no quotes</a>")]
    [InlineData("&quot;", "\"")]
    [InlineData("<ETag>&quot;ab&quot;</ETag><Key>a &amp;quot; b</Key>", "<ETag>\"ab\"</ETag><Key>a &amp;quot; b</Key>")]
    [InlineData("&quot&quot;&quo&quot;;", "&quot\"&quo\";")]
    public void Quotes_are_written_as_what_they_are(string xml, string plain) =>
        Assert.Equal(plain, Encoding.UTF8.GetString(PlainListings.Unescape(Encoding.UTF8.GetBytes(xml)).Span));

    [S3Fact]
    public async Task Names_with_quotes_are_listed_as_they_are_and_objects_keep_their_bytes()
    {
        const string content = "<a b=\"&quot;\">&quot;</a>";
        await bucket.PutAsync("q/list-type=2/versions/say &quot;hi&quot; & \"ho\".xml", content);

        var listed = await bucket.KeysAsync("q/**");
        var obj = await bucket.Store.TryGetAsync(bucket.At(listed.Single()));

        Assert.Equal(["q/list-type=2/versions/say &quot;hi&quot; & \"ho\".xml"], listed);
        Assert.Equal(content, await bucket.ReadAsync(obj!));
    }
}
