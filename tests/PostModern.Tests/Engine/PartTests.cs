using PostModern.Arrow.Errors;
using PostModern.Engine;
using PostModern.Testing;
using PostModern.Tests.Lake.Archives;
using PostModern.Tests.Models.Media;

namespace PostModern.Tests.Engine;

/// <summary>Parts of objects in SQL, as far as they need ffmpeg and poppler; the rest is in sql/spec/objects.</summary>
public sealed class PartTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [MediaFact("ffmpeg", "ffprobe")]
    public async Task Frames_are_chosen_by_interval_number_or_keyframe()
    {
        TestMedia.Video(At("chosen.mp4"), 6);
        await using var session = fixture.Engine.OpenSession();

        Assert.Equal(["1|0|0|t=0.000", "2|2.5|2.5|t=2.500", "3|5|5|t=5.000"], await session.RunAsync(Frames("chosen.mp4", "every => INTERVAL '2.5' SECOND")));
        Assert.Equal(["1|0|0|t=0.000", "2|2.5|2.5|t=2.500", "3|5|5|t=5.000"], await session.RunAsync(Frames("chosen.mp4", "every => 2.5")));
        Assert.Equal(["1|1|1|t=1.000", "2|3|3|t=3.000", "3|5|5|t=5.000"], await session.RunAsync(Frames("chosen.mp4", "n => 3")));
        Assert.Equal(["1|0|0|t=0.000", "2|2|2|t=2.000", "3|4|4|t=4.000"], await session.RunAsync(Frames("chosen.mp4", "keyframes => true")));
        Assert.Equal(["6"], await session.RunAsync("SELECT count(*) FROM files('chosen.mp4') AS f, frames(f.obj)"));
    }

    [MediaFact("ffmpeg", "ffprobe")]
    public async Task Models_describe_the_frames_of_a_video_once()
    {
        TestMedia.Run("ffmpeg", ["-v", "error", "-loop", "1", "-i", Repository.Path("samples", "media", "photos", "zebra.jpg"), "-t", "3", "-r", "5", "-vf", "scale=640:-2", "-pix_fmt", "yuv420p", At("zebra.mp4")]);
        await using var session = fixture.Engine.OpenSession();
        const string sql = "SELECT caption(f.obj) FROM files('zebra.mp4') AS v, frames(v.obj, n => 2) AS f";
        var captions = await session.RunAsync(sql);

        Assert.Equal(2, captions.Count);
        Assert.All(captions, c => Assert.Contains("zebra", c));
        Assert.Equal(captions, await session.RunAsync(sql));
    }

    [MediaFact("pdftoppm", "pdfinfo")]
    public async Task Models_read_the_pages_of_a_document()
    {
        await File.WriteAllBytesAsync(At("contract.pdf"), TestMedia.Pdf(["CONTRACT", "SIGNED"]));
        await using var session = fixture.Engine.OpenSession();

        Assert.Equal(
            ["1|page=1|image/png|CONTRACT", "2|page=2|image/png|SIGNED"],
            await session.RunAsync("SELECT p.index, split_part(p.obj.uri, '#', 2), p.obj.content_type, ocr(p.obj) FROM files('contract.pdf') AS f, pages(f.obj) AS p ORDER BY 1"));
    }

    [MediaFact("pdftoppm", "pdfinfo")]
    public async Task A_document_in_an_archive_has_pages()
    {
        await File.WriteAllBytesAsync(At("box.zip"), TestArchives.Make("zip", [("in/a.pdf", TestMedia.Pdf(["INSIDE"]))]).ToArray());
        await using var session = fixture.Engine.OpenSession();

        Assert.Equal(
            ["member=in/a.pdf&page=1|INSIDE"],
            await session.RunAsync("SELECT split_part(p.obj.uri, '#', 2), ocr(p.obj) FROM files('box.zip') AS f, members(f.obj) AS m, pages(m.obj) AS p"));
    }

    [MediaFact("ffmpeg", "ffprobe")]
    public async Task Sound_is_cut_by_length_or_in_silence()
    {
        TestMedia.Sound(At("calls.wav"), 5, 10, 5);
        await using var session = fixture.Engine.OpenSession();
        const string columns = "SELECT index, split_part(c.obj.uri, '#', 2), c.obj.content_type FROM files('calls.wav') AS f";

        Assert.Equal(
            ["1|t=0.000,8.000|audio/wav", "2|t=8.000,16.000|audio/wav", "3|t=16.000,20.000|audio/wav"],
            await session.RunAsync($"{columns}, audio_chunks(f.obj, length => 8) AS c ORDER BY 1"));
        Assert.Equal(["1|t=0.000,20.000|audio/wav"], await session.RunAsync($"{columns}, audio_chunks(f.obj) AS c"));
        Assert.Equal(
            ["1|t=0.000,5.200|audio/wav", "2|t=14.800,20.000|audio/wav"],
            await session.RunAsync($"{columns}, audio_chunks(f.obj, split => 'silence') AS c ORDER BY 1"));
    }

    [MediaFact("ffmpeg", "ffprobe")]
    public async Task Media_info_tells_container_duration_and_streams()
    {
        TestMedia.Video(At("info.mp4"), 3, "-metadata:s:a:0", "language=deu");
        TestMedia.Sound(At("info.wav"), 2);
        await using var session = fixture.Engine.OpenSession();
        const string sql = "SELECT i.container, round(i.duration, 1), i.bit_rate > 1000, list_transform(i.streams, s -> concat_ws('/', s.type, s.codec, s.width, s.height, s.frame_rate, s.sample_rate, s.channels, s.language))::VARCHAR FROM (SELECT name, media_info(obj) AS i FROM files('info.*')) ORDER BY name";

        Assert.Equal(["mp4|3|True|[video/h264/320/240/10.0, audio/aac/44100/1/deu]", "wav|2|True|[audio/pcm_s16le/8000/1]"], await session.RunAsync(sql));
    }

    [MediaFact("ffmpeg", "ffprobe")]
    public async Task What_cannot_be_read_is_a_row_with_an_error_and_the_session_goes_on()
    {
        TestMedia.Sound(At("bad-1.wav"), 1);
        await File.WriteAllTextAsync(At("bad-2.mp4"), "no video, whatever the name says");
        await using var session = fixture.Engine.OpenSession();

        Assert.Equal(
            ["bad-1.wav|NULL|The file (wav) has no pictures.", "bad-2.mp4|NULL|ffprobe can't read it: Invalid data found when processing input"],
            await session.RunAsync("SELECT v.name, f.obj, f.error FROM files('bad-*') AS v, frames(v.obj) AS f ORDER BY 1"));
        Assert.Equal(["2"], await session.RunAsync("SELECT count(*) FROM pm.errors WHERE function = 'frames' AND uri LIKE '%/bad-%'"));
        Assert.Equal(["bad-1.wav|wav", "bad-2.mp4|NULL"], await session.RunAsync("SELECT name, media_info(obj).container FROM files('bad-*') ORDER BY 1"));
    }

    [Fact]
    public async Task Without_the_programs_the_package_is_named()
    {
        await File.WriteAllBytesAsync(At("lonely.pdf"), TestMedia.Pdf(["ALONE"]));
        var empty = Directory.CreateDirectory(At("no-programs")).FullName;
        await using var engine = await QueryEngine.OpenAsync(
            new EngineOptions { Warehouse = At("other-warehouse"), FilesRoot = fixture.Files, FfmpegFolder = empty, PopplerFolder = empty }, default);
        await using var session = engine.OpenSession();

        var pages = Assert.Single(await session.RunAsync("SELECT p.error FROM files('lonely.pdf') AS f, pages(f.obj) AS p"));
        Assert.Contains("apt install poppler-utils", pages);
        var info = await Assert.ThrowsAsync<ServerException>(() => session.RunAsync("SELECT media_info(obj) FROM files('lonely.pdf')"));
        Assert.Equal(ErrorCode.Unsupported, info.Code);
        Assert.Contains("apt install ffmpeg", info.Message);
        Assert.Equal(["1"], await session.RunAsync("SELECT 1"));
    }

    private string At(string name) => Path.Combine(fixture.Files, name);

    private static string Frames(string file, string choice) =>
        $"SELECT f.index, f.start, f.\"end\", split_part(f.obj.uri, '#', 2) FROM files('{file}') AS v, frames(v.obj, {choice}) AS f ORDER BY 1";
}
