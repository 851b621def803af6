using System.Collections;
using System.Data;
using PostModern.Data;

namespace PostModern.Tests.Data;

/// <summary>Parameters and their collection, as ADO.NET wants them.</summary>
public sealed class ParameterTests
{
    private readonly PostModernParameterCollection _parameters = [];

    [Fact]
    public void A_new_parameter_is_an_unnamed_input_string_without_value()
    {
        var parameter = new PostModernParameter();

        Assert.Equal("", parameter.ParameterName);
        Assert.Equal("", parameter.SourceColumn);
        Assert.Equal(DbType.String, parameter.DbType);
        Assert.Equal(ParameterDirection.Input, parameter.Direction);
        Assert.Equal(DataRowVersion.Current, parameter.SourceVersion);
        Assert.False(parameter.IsNullable);
        Assert.Null(parameter.Value);
    }

    [Fact]
    public void The_type_follows_the_value_until_it_is_set()
    {
        var parameter = new PostModernParameter("x", 1L);
        Assert.Equal(DbType.Int64, parameter.DbType);

        parameter.DbType = DbType.Int16;
        Assert.Equal(DbType.Int16, parameter.DbType);

        parameter.ResetDbType();
        Assert.Equal(DbType.Int64, parameter.DbType);
    }

    [Fact]
    public void Names_are_found_with_or_without_their_prefix()
    {
        _parameters.AddWithValue("@Id", 1);
        _parameters.AddWithValue("$id", 2);

        Assert.Equal(0, _parameters.IndexOf("Id"));
        Assert.Equal(1, _parameters.IndexOf("@id"));
        Assert.Equal(0, _parameters.IndexOf(":ID"));
        Assert.True(_parameters.Contains("$Id"));
        Assert.False(_parameters.Contains("other"));
        Assert.Throws<ArgumentException>(() => _parameters["other"]);
    }

    [Fact]
    public void Null_is_refused_where_a_parameter_is_wanted_and_never_found()
    {
        _parameters.AddWithValue("x", 1);

        Assert.Throws<ArgumentNullException>(() => _parameters.Add((object)null!));
        Assert.Throws<ArgumentNullException>(() => _parameters.Insert(0, null!));
        Assert.Throws<ArgumentNullException>(() => _parameters[0] = null!);
        Assert.Throws<ArgumentNullException>(() => _parameters["x"] = null!);
        Assert.Throws<ArgumentNullException>(() => ((IList)_parameters)[0] = null);
        Assert.Throws<ArgumentNullException>(() => _parameters.Remove(null!));
        Assert.False(_parameters.Contains((object)null!));
        Assert.False(_parameters.Contains((string)null!));
        Assert.Equal(-1, _parameters.IndexOf((string)null!));
    }

    [Fact]
    public void Other_providers_parameters_are_refused() =>
        Assert.Throws<InvalidCastException>(() => _parameters.Add((object)"x"));

    [Fact]
    public void Removing_takes_away()
    {
        var first = _parameters.AddWithValue("a", 1);
        _parameters.AddWithValue("b", 2);

        _parameters.Remove(first);
        _parameters.RemoveAt("b");

        Assert.Empty(_parameters);
        Assert.Throws<ArgumentOutOfRangeException>(() => _parameters.RemoveAt(0));
    }

    [Fact]
    public void Only_input_is_supported() =>
        Assert.Throws<NotSupportedException>(() => new PostModernParameter().Direction = ParameterDirection.Output);
}
