// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.install;

import io.domainsharing.commandline.conf.ByHand;
import io.domainsharing.commandline.conf.SharingEdits;
import io.domainsharing.commandline.edit.EditedText;
import io.domainsharing.commandline.edit.Hunk;
import io.domainsharing.commandline.install.Journal.ChangedFile;
import io.domainsharing.commandline.install.Journal.PlacedJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a command would do to a folder.
 *
 * @param files that change, or come
 * @param jar null: it is no matter of this command
 * @param byHand what keeps it from being done
 */
record Proposal(Path conf, List<EditedText> files, @Nullable JarChoice jar, List<ByHand> byHand) {
    private static final String JARS = "jar";

    Proposal {
        files = files.stream().filter(EditedText::isChanged).toList();
        byHand = List.copyOf(byHand);
    }

    boolean changesNothing() {
        return files.isEmpty() && (jar == null || jar.changesNothing());
    }

    /**
     * Does it: all of it, or nothing.
     *
     * @return the journal with it
     * @throws IOException nothing was changed
     */
    Journal write(Journal before) throws IOException {
        AllOrNone writes = new AllOrNone();
        Journal after = before;
        for (EditedText file : files) {
            after = after.with(changed(file, before));
            writes.write(
                    conf.resolve(file.name()),
                    file.after().octets(),
                    file.name().equals(SharingEdits.NAME));
        }
        if (jar != null && !jar.changesNothing()) {
            after = after.with(place(jar, before, writes));
        }
        after.write(conf);
        try {
            writes.commit();
            return after;
        } catch (IOException e) {
            before.write(conf);
            throw e;
        }
    }

    private ChangedFile changed(EditedText file, Journal before) throws IOException {
        Path path = conf.resolve(file.name());
        Path original = Journal.original(conf, file.name());
        String digest = Journal.digest(file.after().octets());
        Optional<ChangedFile> known = before.file(file.name());
        if (known.isEmpty() || isAsItWas(path, original)) {
            boolean isMade = !Files.exists(path);
            if (!isMade && Files.notExists(original)) {
                Files.createDirectories(original.resolveSibling("."));
                Files.copy(path, original);
            }
            return new ChangedFile(file.name(), isMade, digest, false, file.hunks());
        }
        boolean isEdited = known.get().isEdited()
                || !known.get().digest().equals(Journal.digest(file.before().octets()));
        List<Hunk> hunks = new ArrayList<>(file.hunks());
        hunks.addAll(known.get().hunks());
        return new ChangedFile(file.name(), known.get().isMade(), digest, isEdited, hunks);
    }

    /** An earlier command may have been killed between its journal and the file. */
    private static boolean isAsItWas(Path path, Path original) throws IOException {
        return Files.exists(path) && Files.exists(original) && Files.mismatch(path, original) < 0;
    }

    private PlacedJar place(JarChoice choice, Journal before, AllOrNone writes) throws IOException {
        PlacedJar known = before.jar();
        List<String> replaced = new ArrayList<>(known == null ? List.of() : known.replaced());
        for (Path other : choice.others()) {
            boolean isPlaced = known != null
                    && known.file().equals(other.toString())
                    && known.digest().equals(Journal.digest(Files.readAllBytes(other)));
            if (!isPlaced) {
                Path backup = replacedJar(conf, String.valueOf(other.getFileName()));
                Files.createDirectories(backup.resolveSibling("."));
                Files.copy(other, backup, StandardCopyOption.REPLACE_EXISTING);
                replaced.add(String.valueOf(other.getFileName()));
            }
            if (!other.equals(choice.target())) {
                writes.delete(other);
            }
        }
        boolean madeFolder = known == null ? Files.notExists(choice.folder()) : known.madeFolder();
        Files.createDirectories(choice.folder());
        byte[] content = Files.readAllBytes(choice.source());
        writes.write(choice.target(), content, false);
        return new PlacedJar(choice.target().toString(), Journal.digest(content), replaced, madeFolder);
    }

    /** Where a JAR lies that was there before. */
    static Path replacedJar(Path conf, String name) {
        return Journal.folder(conf).resolve(JARS).resolve(name);
    }
}
