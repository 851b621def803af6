using System.Data.Common;
using PostModern.Data;

namespace PostModern.Tests.Data.Specification;

/// <summary>What ADO.NET documents of <see cref="DbProviderFactory"/>.</summary>
public sealed class FactorySpecification
{
    private static readonly DbProviderFactory Factory = PostModernFactory.Instance;

    [Fact]
    public void It_makes_all_that_it_says_it_can()
    {
        Assert.IsType<PostModernCommand>(Factory.CreateCommand());
        Assert.IsType<PostModernConnection>(Factory.CreateConnection());
        Assert.IsType<PostModernParameter>(Factory.CreateParameter());
        Assert.IsType<PostModernConnectionStringBuilder>(Factory.CreateConnectionStringBuilder());
        Assert.IsType<PostModernDataSource>(Factory.CreateDataSource("Host=x"));
        Assert.IsType<PostModernBatch>(Factory.CreateBatch());
        Assert.IsType<PostModernBatchCommand>(Factory.CreateBatchCommand());
        Assert.True(Factory.CanCreateBatch);
        Assert.Equal(Factory.CanCreateDataAdapter, Factory.CreateDataAdapter() is not null);
        Assert.Equal(Factory.CanCreateCommandBuilder, Factory.CreateCommandBuilder() is not null);
        Assert.False(Factory.CanCreateDataSourceEnumerator);
        Assert.Null(Factory.CreateDataSourceEnumerator());
    }

    [Fact]
    public void It_is_found_by_the_name_that_it_was_registered_under()
    {
        DbProviderFactories.RegisterFactory("PostModern.Data.Specification", Factory);

        Assert.Same(Factory, DbProviderFactories.GetFactory("PostModern.Data.Specification"));
        DbProviderFactories.RegisterFactory("PostModern.Data.ByType", typeof(PostModernFactory));
        Assert.Same(Factory, DbProviderFactories.GetFactory("PostModern.Data.ByType"));
    }
}
