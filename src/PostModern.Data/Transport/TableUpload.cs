using PostModern.Flight.Messages;
using Exists = PostModern.Flight.Messages.CommandStatementIngest.Types.TableDefinitionOptions.Types.TableExistsOption;
using NotExists = PostModern.Flight.Messages.CommandStatementIngest.Types.TableDefinitionOptions.Types.TableNotExistOption;

namespace PostModern.Data.Transport;

/// <summary>Where an upload goes.</summary>
/// <param name="Table">The table.</param>
/// <param name="IsTemporary">Whether it is one of the session alone.</param>
/// <param name="CreatesMissing">Makes the table where there is none; else that is an error.</param>
/// <param name="ReplacesExisting">Takes a table's place; else it is added to, or, where the upload creates, an error.</param>
internal sealed record TableUpload(QualifiedName Table, bool IsTemporary, bool CreatesMissing, bool ReplacesExisting)
{
    public CommandStatementIngest ToCommand()
    {
        var command = new CommandStatementIngest
        {
            Table = Table.Name,
            Temporary = IsTemporary,
            TableDefinitionOptions = new CommandStatementIngest.Types.TableDefinitionOptions
            {
                IfNotExist = CreatesMissing ? NotExists.Create : NotExists.Fail,
                IfExists = ReplacesExisting ? Exists.Replace : CreatesMissing ? Exists.Fail : Exists.Append,
            },
        };
        if (Table.Catalog is not null)
        {
            command.Catalog = Table.Catalog;
        }

        if (Table.Schema is not null)
        {
            command.Schema = Table.Schema;
        }

        return command;
    }
}
