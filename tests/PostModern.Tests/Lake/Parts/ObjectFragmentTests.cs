using PostModern.Arrow.Errors;
using PostModern.Lake.Objects;
using PostModern.Lake.Parts;

namespace PostModern.Tests.Lake.Parts;

/// <summary>The text that names parts of objects: W3C Media Fragments, pages and members.</summary>
public sealed class ObjectFragmentTests
{
    [Theory]
    [InlineData("t=10,20", "t=10.000,20.000")]
    [InlineData("t=12.5", "t=12.500")]
    [InlineData("t=,20", "t=0.000,20.000")]
    [InlineData("t=npt:0:02:00,121.5", "t=120.000,121.500")]
    [InlineData("t=1:30", "t=90.000")]
    [InlineData("t=100:00:01.25", "t=360001.250")]
    [InlineData("t=0.0333667", "t=0.033366")]
    [InlineData("page=3", "page=3")]
    [InlineData("xywh=160,120,320,240", "xywh=160,120,320,240")]
    [InlineData("xywh=pixel:160,120,320,240", "xywh=160,120,320,240")]
    [InlineData("xywh=percent:25,25,50,12.5", "xywh=percent:25,25,50,12.5")]
    [InlineData("member=dir/a.jpg", "member=dir/a.jpg")]
    [InlineData("member=a%26b%23c%20d.txt", "member=a%26b%23c%20d.txt")]
    [InlineData("member=a.pdf&page=2", "member=a.pdf&page=2")]
    [InlineData("page=2&xywh=0,0,64,64", "page=2&xywh=0,0,64,64")]
    [InlineData("member=a.tar&member=b=1.jpg", "member=a.tar&member=b=1.jpg")]
    public void A_fragment_is_read_and_written(string text, string written)
    {
        var steps = ObjectFragment.Parse(text);

        Assert.Equal(written, string.Join('&', steps));
        Assert.Equal(steps, ObjectFragment.Parse(written));
    }

    [Theory]
    [InlineData("")]
    [InlineData("chapter=1")]
    [InlineData("t=")]
    [InlineData("t=abc")]
    [InlineData("t=20,10")]
    [InlineData("t=10,10")]
    [InlineData("t=-1")]
    [InlineData("t=1:75")]
    [InlineData("t=1:75:00")]
    [InlineData("t=1e3")]
    [InlineData("t=99999999999999999999999999")]
    [InlineData("t=smpte:00:00:01")]
    [InlineData("page=0")]
    [InlineData("page=-1")]
    [InlineData("page=two")]
    [InlineData("xywh=1,2,3")]
    [InlineData("xywh=1,2,0,4")]
    [InlineData("xywh=1.5,2,3,4")]
    [InlineData("xywh=inch:1,2,3,4")]
    [InlineData("member=")]
    [InlineData("page=1&")]
    public void What_names_no_part_is_refused_with_what_would(string text)
    {
        var error = Assert.Throws<ServerException>(() => ObjectFragment.Parse(text));

        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.Contains("page=3", error.Message);
    }

    [Fact]
    public void Parts_of_parts_do_not_go_on_for_ever() =>
        Assert.Throws<ServerException>(() => ObjectFragment.Parse(string.Join('&', Enumerable.Repeat("member=a.zip", 9))));

    [Fact]
    public void A_name_with_anything_in_it_comes_back()
    {
        var obj = ObjectPart.Within(new ObjectRef("s3://b/a#b.zip", Etag: "e", Size: 5), new MemberStep("a&b=c#d%20e\n;'\"-rf ü/日本"), "image/jpeg", 3);
        var part = ObjectPart.Of(obj);

        Assert.Equal(("s3://b/a#b.zip", "e"), (part.Whole.Uri, part.Whole.Etag));
        Assert.Equal([new MemberStep("a&b=c#d%20e\n;'\"-rf ü/日本")], part.Steps);
        Assert.Equal((3L, "image/jpeg"), (obj.Size, obj.ContentType));
    }

    [Fact]
    public void A_part_of_a_part_is_a_further_step()
    {
        var page = ObjectPart.Within(ObjectPart.Within(new ObjectRef("file:///a.zip"), new MemberStep("b.pdf"), null), new PageStep(2), "image/png");

        Assert.Equal("file:///a.zip#member=b.pdf&page=2", page.Uri);
        Assert.Equal([new MemberStep("b.pdf"), new PageStep(2)], ObjectPart.Of(page).Steps);
    }
}
