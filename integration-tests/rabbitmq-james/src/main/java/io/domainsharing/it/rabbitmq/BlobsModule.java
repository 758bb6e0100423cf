// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it.rabbitmq;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.name.Names;
import io.domainsharing.it.jpa.Parts;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.blob.api.BlobId;
import org.apache.james.blob.api.BlobStore;
import org.apache.james.blob.api.BlobStoreDAO;
import org.apache.james.blob.api.BucketName;
import org.apache.james.blob.api.HashBlobId;
import org.apache.james.server.blob.deduplication.PassThroughBlobStore;
import org.apache.james.utils.PropertiesProvider;

/** The contents of queued messages, in the folder that {@code directory} in {@code blob.properties} names. */
final class BlobsModule extends Parts {
    @Override
    protected void configure() {
        part(HashBlobId.Factory.class, BlobId.Factory.class);
        part(PassThroughBlobStore.class, BlobStore.class);
        bind(BucketName.class)
                .annotatedWith(Names.named(BlobStore.DEFAULT_BUCKET_NAME_QUALIFIER))
                .toInstance(BucketName.DEFAULT);
    }

    @Provides
    @Singleton
    BlobStoreDAO blobs(PropertiesProvider files, BlobId.Factory ids)
            throws FileNotFoundException, ConfigurationException {
        Configuration file = files.getConfiguration("blob");
        return new FileBlobs(Path.of(file.getString("directory")), ids);
    }
}
