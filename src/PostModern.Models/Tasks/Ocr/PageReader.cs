namespace PostModern.Models.Tasks.Ocr;

/// <summary>Reads all text of a page.</summary>
internal sealed class PageReader(TextFinder finder, LineRecognizer recognizer)
{
    /// <returns>Rows joined by line feeds, pieces of a row by spaces; empty when there is no text.</returns>
    internal string Read(Page page, CancellationToken cancellationToken)
    {
        var rows = ReadingOrder.Rows(finder.Find(page, cancellationToken))
            .Select(row => string.Join(' ', row
                .Select(region => recognizer.Read(page.Full, region, cancellationToken))
                .Where(text => text.Length > 0)));
        return string.Join('\n', rows.Where(row => row.Length > 0));
    }
}
