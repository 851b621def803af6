using PostModern.Models.Loading;

namespace PostModern.Models.Tasks.Ocr;

/// <summary>Reads all text of a page.</summary>
internal sealed class PageReader(TextFinder finder, LineRecognizer recognizer)
{
    internal const string Family = "pp-ocr";

    internal static PageReader Of(ModelParts parts) => parts.Share(() => new PageReader(
        new TextFinder(parts.Graph("detector")),
        new LineRecognizer(parts.Graph("recognizer"), () => CtcAlphabet.Load(parts.File("ppocr_keys_v1.txt")))));

    /// <returns>Rows joined by line feeds, pieces of a row by spaces; empty when there is no text.</returns>
    internal string Read(Page page, CancellationToken cancellationToken)
    {
        // Regions that say nothing are dropped before rows are made: a speck between two lines would join or part them.
        var pieces = finder.Find(page, cancellationToken)
            .Select(region => new TextPiece(region, recognizer.Read(page.Full, region, cancellationToken)))
            .Where(piece => piece.Text.Length > 0);
        return string.Join('\n', ReadingOrder.Rows(pieces).Select(row => string.Join(' ', row.Select(piece => piece.Text))));
    }
}
