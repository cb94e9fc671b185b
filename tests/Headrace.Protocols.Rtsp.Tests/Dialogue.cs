using System.Text;

namespace Headrace.Protocols.Rtsp.Tests;

/// <summary>
/// A conversation as a client had it with the server: blocks that begin with <c>--- client</c> and <c>--- server</c>. A line ends in CRLF on the wire.
/// </summary>
internal sealed class Dialogue
{
    private const string Client = "--- client\n";
    private const string Server = "--- server\n";
    private readonly string _path;

    private Dialogue(string path)
    {
        _path = path;
        Name = Path.GetFileNameWithoutExtension(path);
        foreach (string turn in File.ReadAllText(path).Split(Client, StringSplitOptions.RemoveEmptyEntries))
        {
            string[] sides = turn.Split(Server);
            Turns.Add((sides[0], sides[1]));
        }
    }

    public static IEnumerable<Dialogue> All =>
        Directory.EnumerateFiles(Path.Combine(Corpus.Folder(), "Dialogues"), "*.txt").Order(StringComparer.Ordinal).Select(path => new Dialogue(path));

    public string Name { get; }

    public List<(string Request, string Response)> Turns { get; } = [];

    public static Dialogue Get(string name) => All.Single(dialogue => dialogue.Name == name);

    public byte[] ClientBytes() => Encoding.UTF8.GetBytes(string.Concat(Turns.Select(turn => turn.Request)).ReplaceLineEndings("\r\n"));

    /// <summary>Writes the dialogue with other responses, for a review of the difference.</summary>
    public void Save(IEnumerable<string> responses) =>
        File.WriteAllText(_path, string.Concat(Turns.Zip(responses, (turn, response) => $"{Client}{turn.Request}{Server}{response}")));
}
