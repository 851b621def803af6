using System.Collections;
using System.Data;
using System.Data.Common;
using PostModern.Data;

namespace PostModern.Tests.Data.Specification;

/// <summary>What ADO.NET documents of <see cref="DbParameter"/> and <see cref="DbParameterCollection"/>.</summary>
public sealed class ParameterSpecification
{
    [Fact]
    public void A_new_parameter_has_the_documented_defaults()
    {
        var parameter = PostModernFactory.Instance.CreateParameter();

        Assert.Equal((DbType.String, ParameterDirection.Input, false), (parameter.DbType, parameter.Direction, parameter.IsNullable));
        Assert.Equal(("", "", DataRowVersion.Current), (parameter.ParameterName, parameter.SourceColumn, parameter.SourceVersion));
        Assert.Equal((0, 0, 0), (parameter.Precision, parameter.Scale, parameter.Size));
        Assert.Null(parameter.Value);
        Assert.False(parameter.SourceColumnNullMapping);
        parameter.ParameterName = null;
        parameter.SourceColumn = null;
        Assert.Equal(("", ""), (parameter.ParameterName, parameter.SourceColumn));
    }

    [Fact]
    public void The_type_follows_the_value_until_it_is_set_and_again_when_reset()
    {
        var parameter = PostModernFactory.Instance.CreateParameter();
        parameter.Value = 1L;
        Assert.Equal(DbType.Int64, parameter.DbType);
        parameter.DbType = DbType.Double;
        Assert.Equal(DbType.Double, parameter.DbType);
        parameter.ResetDbType();
        Assert.Equal(DbType.Int64, parameter.DbType);
        parameter.Value = null;
        Assert.Equal(DbType.String, parameter.DbType);
        Assert.Throws<ArgumentOutOfRangeException>(() => parameter.DbType = (DbType)1000);
    }

    [Fact]
    public void Only_input_goes()
    {
        var parameter = PostModernFactory.Instance.CreateParameter();

        foreach (var direction in new[] { ParameterDirection.Output, ParameterDirection.InputOutput, ParameterDirection.ReturnValue })
        {
            Assert.Throws<NotSupportedException>(() => parameter.Direction = direction);
        }

        Assert.Equal(ParameterDirection.Input, parameter.Direction);
    }

    [Fact]
    public void Null_is_no_parameter()
    {
        var parameters = Collection("@a");

        Assert.Throws<ArgumentNullException>(() => parameters.Add(null!));
        Assert.Throws<ArgumentNullException>(() => parameters.Insert(0, null!));
        Assert.Throws<ArgumentNullException>(() => parameters.AddRange(null!));
        Assert.Throws<ArgumentNullException>(() => parameters.AddRange(new object?[] { new PostModernParameter(), null }));
        Assert.Throws<ArgumentNullException>(() => parameters.Remove(null!));
        Assert.Throws<ArgumentNullException>(() => parameters[0] = null!);
        Assert.Throws<ArgumentNullException>(() => parameters["@a"] = null!);
        Assert.Throws<ArgumentNullException>(() => ((IList)parameters)[0] = null);
        Assert.Throws<ArgumentNullException>(() => ((IDataParameterCollection)parameters)["@a"] = null!);
        Assert.False(parameters.Contains((object)null!));
        Assert.False(parameters.Contains((string)null!));
        Assert.Equal((-1, -1), (parameters.IndexOf((object)null!), parameters.IndexOf((string)null!)));
        Assert.Single(parameters);
    }

    [Fact]
    public void Other_providers_parameters_are_refused()
    {
        var parameters = Collection("@a");

        Assert.Throws<InvalidCastException>(() => parameters.Add(new object()));
        Assert.Throws<InvalidCastException>(() => parameters.Insert(0, "a"));
        Assert.Throws<InvalidCastException>(() => parameters.Remove(new object()));
        Assert.Equal(-1, parameters.IndexOf(new object()));
    }

    [Fact]
    public void Places_are_checked()
    {
        var parameters = Collection();

        Assert.Throws<ArgumentOutOfRangeException>(() => parameters.RemoveAt(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => parameters.RemoveAt(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => parameters[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => parameters[0] = new PostModernParameter());
        Assert.Throws<ArgumentOutOfRangeException>(() => parameters.Insert(1, new PostModernParameter()));
        Assert.Throws<ArgumentException>(() => parameters["@unknown"]);
        Assert.Throws<ArgumentException>(() => parameters.RemoveAt("@unknown"));
        Assert.Throws<ArgumentException>(() => parameters.Remove(new PostModernParameter()));
    }

    [Fact]
    public void Parameters_come_and_go()
    {
        var parameters = Collection("a", "b");
        parameters.AddRange(new[] { new PostModernParameter("c", 3), new PostModernParameter("d", 4) });
        Assert.Equal((4, 2, 3), (parameters.Count, parameters.IndexOf("c"), parameters.Add(new PostModernParameter("e", 5)) - 1));
        parameters.Remove(parameters["b"]);
        parameters.RemoveAt(0);
        parameters.RemoveAt("c");
        parameters.Insert(0, new PostModernParameter("z", 0));
        var array = new DbParameter[3];
        parameters.CopyTo(array, 0);

        Assert.Equal(["z", "d", "e"], array.Select(parameter => parameter.ParameterName));
        Assert.Equal(["z", "d", "e"], parameters.Cast<DbParameter>().Select(parameter => parameter.ParameterName));
        parameters.Clear();
        Assert.Empty(parameters);
    }

    [Theory]
    [InlineData("@name")]
    [InlineData("$name")]
    [InlineData(":name")]
    [InlineData("name")]
    [InlineData("NAME")]
    public void A_name_is_found_with_any_prefix_and_in_any_case(string name)
    {
        var parameters = Collection("other", "@name");

        Assert.Equal(1, parameters.IndexOf(name));
        Assert.True(parameters.Contains(name));
        Assert.Equal("@name", parameters[name].ParameterName);
    }

    [Fact]
    public void An_equal_name_wins_over_one_in_another_case()
    {
        var parameters = Collection("Name", "name");

        Assert.Equal((0, 1, 0), (parameters.IndexOf("Name"), parameters.IndexOf("@name"), parameters.IndexOf("NAME")));
    }

    private static DbParameterCollection Collection(params string[] names)
    {
        var parameters = PostModernFactory.Instance.CreateCommand().Parameters;
        foreach (var name in names)
        {
            parameters.Add(new PostModernParameter(name, null));
        }

        return parameters;
    }
}
