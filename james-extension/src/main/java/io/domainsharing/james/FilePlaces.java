// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.function.Function;
import org.apache.james.filesystem.api.FileSystem;

/**
 * Where the files are that {@code domainsharing.xml} names by URL, as James finds its own. Whether they exist is not looked at.
 */
record FilePlaces(FileSystem fileSystem) implements Function<String, Path> {
    @Override
    public Path apply(String url) {
        try {
            return fileSystem.getFile(url).toPath();
        } catch (FileNotFoundException e) {
            throw new IllegalArgumentException(
                    "conf/domainsharing.xml: James finds no place for '" + url
                            + "'. Write a path below its own folder, such as file://conf/customer.txt",
                    e);
        }
    }
}
