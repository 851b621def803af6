using System.Globalization;
using System.Text;
using PostModern.Arrow.Errors;
using PostModern.Models.Media.Programs;

namespace PostModern.Models.Media.Poppler;

/// <summary>What poppler's programs are asked for. They get a file that is open here.</summary>
/// <param name="folder">Where they are; null for the <c>PATH</c>.</param>
internal sealed class PopplerTools(string? folder)
{
    /// <summary>Pixels of a rendered page's longer side: small print of a letter is read, and a page takes 12 MB.</summary>
    private const int LongSide = 2000;

    private const string Package = "poppler-utils";
    private const string Option = "--poppler";

    private readonly ExternalProgram _info = new("pdfinfo", Package, Option, folder);
    private readonly ExternalProgram _picture = new("pdftoppm", Package, Option, folder);
    private readonly ExternalProgram _text = new("pdftotext", Package, Option, folder);

    /// <summary>How many pages a PDF file has.</summary>
    public async Task<int> CountPagesAsync(string path, CancellationToken cancellationToken)
    {
        var answer = Encoding.UTF8.GetString(await ProgramRun.ReadAsync(_info, ["-enc", "UTF-8", path], ProgramLimits.Short, cancellationToken));
        var line = answer.Split('\n').LastOrDefault(l => l.StartsWith("Pages:", StringComparison.Ordinal));
        return int.TryParse(line?["Pages:".Length..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var pages)
            ? pages : throw new ServerException(ErrorCode.InvalidInput, "pdfinfo tells no number of pages.");
    }

    /// <summary>A page as a PNG file.</summary>
    public Task<byte[]> RenderAsync(string path, int page, CancellationToken cancellationToken) => ProgramRun.ReadAsync(
        _picture, ["-png", "-f", Number(page), "-l", Number(page), "-scale-to", Number(LongSide), path], ProgramLimits.Short, cancellationToken);

    /// <summary>A page's text in the order of reading; empty for a scanned page.</summary>
    public async Task<string> ReadTextAsync(string path, int page, CancellationToken cancellationToken) => Encoding.UTF8.GetString(await ProgramRun.ReadAsync(
        _text, ["-enc", "UTF-8", "-nopgbrk", "-f", Number(page), "-l", Number(page), path, "-"], ProgramLimits.Short, cancellationToken));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
