// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.install;

import com.google.common.io.ByteSource;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes some files or none: first all of them beside their places, then each is moved there, and moved back when a later one fails. A
 * file keeps its owner, group and permissions; a link stays one. One thread.
 */
final class AllOrNone {
    private static final String BESIDE = ".domain-sharing-new";
    private static final Set<PosixFilePermission> SECRET = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> PUBLIC = PosixFilePermissions.fromString("rw-r--r--");

    private final List<Change> changes = new ArrayList<>();

    private record Change(Path file, @Nullable ByteSource content, @Nullable ByteSource old, boolean isSecret) {
        Path beside() {
            return file.resolveSibling(file.getFileName() + BESIDE);
        }
    }

    /**
     * A file with this content from then on.
     *
     * @param isSecret whether only its owner may read it, where it is new
     */
    AllOrNone write(Path file, byte[] content, boolean isSecret) throws IOException {
        changes.add(new Change(real(file), ByteSource.wrap(content), old(file), isSecret));
        return this;
    }

    /** A file that is there no more from then on. */
    AllOrNone delete(Path file) throws IOException {
        changes.add(new Change(file, null, old(file), false));
        return this;
    }

    /**
     * Does it.
     *
     * @throws IOException nothing is changed
     */
    void commit() throws IOException {
        List<Change> done = new ArrayList<>();
        try {
            for (Change change : changes) {
                ByteSource content = change.content();
                if (content != null) {
                    prepare(change, content);
                }
            }
            for (Change change : changes) {
                if (change.content() == null) {
                    Files.deleteIfExists(change.file());
                } else {
                    Files.move(change.beside(), change.file(), StandardCopyOption.ATOMIC_MOVE);
                }
                done.add(change);
            }
        } catch (IOException e) {
            undo(done, e);
            throw e;
        }
    }

    private void undo(List<Change> done, IOException failure) {
        for (Change change : done) {
            try {
                ByteSource old = change.old();
                if (old == null) {
                    Files.deleteIfExists(change.file());
                } else {
                    prepare(change, old);
                    Files.move(change.beside(), change.file(), StandardCopyOption.ATOMIC_MOVE);
                }
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
        for (Change change : changes) {
            try {
                Files.deleteIfExists(change.beside());
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
    }

    private static void prepare(Change change, ByteSource content) throws IOException {
        Path beside = change.beside();
        Files.deleteIfExists(beside);
        boolean isPosix =
                change.file().getFileSystem().supportedFileAttributeViews().contains("posix");
        if (!isPosix) {
            Files.write(beside, content.read());
            return;
        }
        Files.createFile(beside, PosixFilePermissions.asFileAttribute(SECRET));
        Files.write(beside, content.read());
        if (Files.exists(change.file())) {
            PosixFileAttributes there = Files.readAttributes(change.file(), PosixFileAttributes.class);
            own(beside, there, true);
            Files.setPosixFilePermissions(beside, there.permissions());
        } else {
            Path folder = change.file().toAbsolutePath().getParent();
            own(beside, Files.readAttributes(folder, PosixFileAttributes.class), false);
            Files.setPosixFilePermissions(beside, change.isSecret() ? SECRET : PUBLIC);
        }
    }

    /** Whose the folder is James runs as, mostly; whose the file was he stays. */
    private static void own(Path file, PosixFileAttributes like, boolean isNeeded) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        PosixFileAttributes own = view.readAttributes();
        try {
            if (!own.owner().equals(like.owner())) {
                view.setOwner(like.owner());
            }
            if (!own.group().equals(like.group())) {
                view.setGroup(like.group());
            }
        } catch (FileSystemException e) {
            if (isNeeded) {
                throw new IOException(
                        "it belongs to " + like.owner() + ", and would not any more: run this as that user", e);
            }
        }
    }

    private static Path real(Path file) throws IOException {
        return Files.exists(file) ? file.toRealPath() : file;
    }

    private static @Nullable ByteSource old(Path file) throws IOException {
        return Files.exists(file) ? ByteSource.wrap(Files.readAllBytes(file)) : null;
    }
}
