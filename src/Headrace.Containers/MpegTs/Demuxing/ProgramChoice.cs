using System.Collections.Immutable;
using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Tracks;

namespace Headrace.Containers.MpegTs.Demuxing;

/// <summary>Which program of a transport stream is read: the one that is asked for, else the first of the association table that has pictures or
/// sound, else the first that has data.</summary>
internal sealed class ProgramChoice(int? wanted)
{
    /// <summary>So often the association table comes again before a program is no more waited for whose map table does not.</summary>
    public const int Patience = 4;

    private readonly Dictionary<int, TsProgram> _known = [];
    private ImmutableArray<int> _numbers = [];
    private int _tables;

    /// <summary>The chosen program; null while there is none.</summary>
    public TsProgram? Program { get; private set; }

    /// <summary>The programs that there are.</summary>
    public void SetPrograms(ImmutableArray<int> numbers)
    {
        _numbers = numbers;
        _tables = 0;
        foreach (int gone in _known.Keys.Where(number => !numbers.Contains(number)).ToArray()) _known.Remove(gone);
        if (Program is { } program && !numbers.Contains(program.Number)) Program = null;
    }

    /// <summary>What a program is now.</summary>
    public void SetProgram(TsProgram program)
    {
        _known[program.Number] = program;
        if (Program?.Number == program.Number) Program = HasCarried(program) ? program : null;
    }

    /// <summary>The association table has come again.</summary>
    public void NoteTable() => _tables++;

    /// <summary>Chooses, if there is no choice yet; true when it has become another one.</summary>
    public bool TryChoose()
    {
        if (Program is not null) return false;
        bool isAllKnown = _tables >= Patience || wanted is not null || _known.Count == _numbers.Length;
        return TryChoose(HasMedia) || (isAllKnown && TryChoose(HasCarried));
    }

    private bool TryChoose(Func<TsProgram, bool> suits)
    {
        foreach (int number in _numbers)
        {
            if (wanted is not null && wanted != number) continue;
            if (_known.TryGetValue(number, out TsProgram? program))
            {
                if (!suits(program)) continue;
                Program = program;
                return true;
            }

            if (_tables < Patience && wanted is null) return false;
        }

        return false;
    }

    private static bool HasMedia(TsProgram program) => program.Streams.Any(static stream => stream.Carrier is { Codec.Kind: not MediaKind.Data });

    private static bool HasCarried(TsProgram program) => program.Streams.Any(static stream => stream.Carrier is not null);
}
