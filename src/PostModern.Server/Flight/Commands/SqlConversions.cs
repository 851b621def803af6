namespace PostModern.Server.Flight.Commands;

/// <summary>Which types CAST turns into which, in the numbers of Flight SQL's SqlSupportsConvert.</summary>
internal static class SqlConversions
{
    private const int BigInt = 0;
    private const int Binary = 1;
    private const int Bit = 2;
    private const int Char = 3;
    private const int Date = 4;
    private const int Decimal = 5;
    private const int Float = 6;
    private const int Integer = 7;
    private const int Numeric = 12;
    private const int Real = 13;
    private const int SmallInt = 14;
    private const int Time = 15;
    private const int Timestamp = 16;
    private const int TinyInt = 17;
    private const int VarBinary = 18;
    private const int VarChar = 19;

    private static readonly int[] Numbers = [BigInt, Bit, Decimal, Float, Integer, Numeric, Real, SmallInt, TinyInt];
    private static readonly int[] Texts = [Char, VarChar];

    public static Dictionary<int, int[]> All { get; } = Create();

    private static Dictionary<int, int[]> Create()
    {
        var all = new Dictionary<int, int[]>
        {
            [Date] = [Date, Timestamp, .. Texts],
            [Time] = [Time, .. Texts],
            [Timestamp] = [Date, Time, Timestamp, .. Texts],
            [Binary] = [Binary, VarBinary, .. Texts],
            [VarBinary] = [Binary, VarBinary, .. Texts],
        };
        foreach (var number in Numbers)
        {
            all[number] = [.. Numbers, .. Texts];
        }

        foreach (var text in Texts)
        {
            all[text] = [.. Numbers, .. Texts, Date, Time, Timestamp, Binary, VarBinary];
        }

        return all;
    }
}
