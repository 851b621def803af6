namespace PostModern.Tests.Arrow;

public sealed class TypeNameTests
{
    public static TheoryData<string, string> Names => new()
    {
        { "uint16", "uint16" },
        { "decimal128", "decimal128(38, 10)" },
        { "timestamp_Microsecond", "timestamp[us]" },
        { "timestamp_utc_Nanosecond", "timestamp[ns, UTC]" },
        { "time_Millisecond", "time32[ms]" },
        { "list_of_lists", "list<list<utf8>>" },
        { "struct", "struct<flag: bool, text: utf8, items: list<int64>>" },
        { "map", "map<utf8, int32>" },
        { "dense_union", "dense_union<number: int32, text: utf8>" },
        { "dictionary", "dictionary<int8, utf8>" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_type_says_its_name_as_the_arrow_libraries_do(string field, string name) =>
        Assert.Equal(name, SampleTypes.Named(field).Type.ToString());

    [Fact]
    public void Every_type_has_a_name_of_its_own() =>
        Assert.Equal(SampleTypes.All.Count, SampleTypes.All.Select(field => field.Type.ToString()).Distinct().Count());
}
