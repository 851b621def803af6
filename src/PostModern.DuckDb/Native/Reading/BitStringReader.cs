namespace PostModern.DuckDb.Native.Reading;

/// <summary>BIT: a byte that counts the padding bits, then the bits, most significant first.</summary>
internal sealed unsafe class BitStringReader : FormattingReader
{
    protected override void Format(int row)
    {
        var bytes = NativeText.Bytes((NativeText*)Data + row);
        var padding = bytes[0];
        var text = new byte[((bytes.Length - 1) * 8) - padding];
        for (var i = 0; i < text.Length; i++)
        {
            var bit = i + padding;
            text[i] = (byte)('0' + (bytes[1 + (bit >> 3)] >> (7 - (bit & 7)) & 1));
        }

        Write(text);
    }
}
