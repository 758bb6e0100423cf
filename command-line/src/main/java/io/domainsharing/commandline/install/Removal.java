// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.install;

import com.google.common.io.ByteSource;
import io.domainsharing.commandline.conf.ByHand;
import io.domainsharing.commandline.conf.SharingEdits;
import io.domainsharing.commandline.edit.Hunk;
import io.domainsharing.commandline.edit.SourceText;
import io.domainsharing.commandline.edit.Undo;
import io.domainsharing.commandline.install.Journal.ChangedFile;
import io.domainsharing.commandline.install.Journal.PlacedJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What takes an installation back.
 *
 * @param back files that get what they had, or are edited since and get the lines back that they had
 * @param gone files that go
 * @param kept the one that somebody has edited since it was made; null: nobody has
 * @param notes what is worth knowing
 * @param byHand what cannot be taken back: its lines are not there as they were put
 */
record Removal(
        Path conf, List<Back> back, List<Path> gone, @Nullable Path kept, List<String> notes, List<ByHand> byHand) {
    private static final String KEPT = ".uninstalled";

    /**
     * What a file gets.
     *
     * @param isAsBefore whether that is all that it had before
     */
    record Back(Path file, ByteSource content, boolean isAsBefore) {
        static Back original(Path file, Path copy) throws IOException {
            return new Back(file, ByteSource.wrap(Files.readAllBytes(copy)), true);
        }
    }

    static Removal of(Path conf, Journal journal) throws IOException {
        Builder builder = new Builder(conf);
        for (ChangedFile file : journal.files()) {
            builder.add(file);
        }
        PlacedJar jar = journal.jar();
        if (jar != null) {
            builder.add(jar);
        }
        return new Removal(conf, builder.back, builder.gone, builder.kept, builder.notes, builder.byHand);
    }

    /**
     * Does it, all of it or nothing, and forgets that there was an installation.
     *
     * @throws IOException nothing was changed
     */
    void write(Journal journal) throws IOException {
        AllOrNone writes = new AllOrNone();
        for (Back each : back) {
            writes.write(each.file(), each.content().read(), false);
        }
        for (Path file : gone) {
            writes.delete(file);
        }
        Path edited = kept;
        if (edited != null) {
            writes.write(edited.resolveSibling(edited.getFileName() + KEPT), Files.readAllBytes(edited), true)
                    .delete(edited);
        }
        writes.commit();
        PlacedJar jar = journal.jar();
        if (jar != null && jar.madeFolder()) {
            deleteIfEmpty(Path.of(jar.file()).resolveSibling(".").normalize());
        }
        delete(Journal.folder(conf));
    }

    private static void deleteIfEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                return;
            }
        }
        Files.delete(folder);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static final class Builder {
        private final Path conf;
        private final List<Back> back = new ArrayList<>();
        private final List<Path> gone = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private final List<ByHand> byHand = new ArrayList<>();
        private @Nullable Path kept;

        Builder(Path conf) {
            this.conf = conf;
        }

        void add(ChangedFile file) throws IOException {
            Path path = conf.resolve(file.name());
            Path original = Journal.original(conf, file.name());
            if (Files.notExists(path)) {
                notes.add(file.name() + " is gone already, and stays so");
                return;
            }
            byte[] content = Files.readAllBytes(path);
            boolean isOurs = !file.isEdited() && Journal.digest(content).equals(file.digest());
            if (file.isMade()) {
                made(file, path, content, isOurs);
            } else if (isOurs) {
                back.add(Back.original(path, original));
            } else if (Files.mismatch(path, original) >= 0) {
                edited(file, path, content);
            }
        }

        private void made(ChangedFile file, Path path, byte[] content, boolean isOurs) {
            if (isOurs) {
                gone.add(path);
            } else if (file.name().equals(SharingEdits.NAME)) {
                kept = path;
                notes.add(file.name() + " was edited since: it is kept as " + file.name() + KEPT);
            } else {
                edited(file, path, content);
            }
        }

        private void edited(ChangedFile file, Path path, byte[] content) {
            Undo undo = Undo.of(SourceText.of(file.name(), content), file.hunks());
            for (Hunk hunk : undo.left()) {
                byHand.add(new ByHand(
                        file.name(),
                        "was edited since, where these lines were put. Take out what is left of them"
                                + (hunk.removed().isBlank() ? "" : ", and put back what stands behind them"),
                        lines(hunk)));
            }
            if (file.isMade() && undo.text().text().isBlank()) {
                gone.add(path);
            } else {
                back.add(new Back(path, ByteSource.wrap(undo.text().octets()), false));
            }
        }

        private static List<String> lines(Hunk hunk) {
            return Stream.concat(
                            hunk.inserted().lines().map(line -> "- " + line),
                            hunk.removed().lines().map(line -> "+ " + line))
                    .toList();
        }

        void add(PlacedJar jar) throws IOException {
            Path file = Path.of(jar.file());
            String name = String.valueOf(file.getFileName());
            if (Files.notExists(file)) {
                notes.add(name + " is gone already");
            } else if (!Journal.digest(Files.readAllBytes(file)).equals(jar.digest())) {
                notes.add(file + " is another JAR than was put there, and stays");
            } else if (!jar.replaced().contains(name)) {
                gone.add(file);
            }
            for (String replaced : jar.replaced()) {
                back.add(Back.original(file.resolveSibling(replaced), Proposal.replacedJar(conf, replaced)));
            }
        }
    }
}
