using System.Globalization;
using System.Numerics;

namespace PostModern.DuckDb.Native.Reading;

/// <summary>BIGNUM: three header bytes, then the magnitude, big-endian; a negative number has every bit inverted.</summary>
internal sealed unsafe class BigNumReader : FormattingReader
{
    private const int HeaderLength = 3;

    protected override void Format(int row)
    {
        var bytes = NativeText.Bytes((NativeText*)Data + row);
        var isNegative = (bytes[0] & 0x80) == 0;
        var magnitude = bytes[HeaderLength..].ToArray();
        if (isNegative)
        {
            for (var i = 0; i < magnitude.Length; i++)
            {
                magnitude[i] = (byte)~magnitude[i];
            }
        }

        var value = new BigInteger(magnitude, isUnsigned: true, isBigEndian: true);
        Write((isNegative ? -value : value).ToString(CultureInfo.InvariantCulture));
    }
}
