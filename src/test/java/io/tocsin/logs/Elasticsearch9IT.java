package io.tocsin.logs;

import io.tocsin.backing.ElasticsearchServer.Version;

class Elasticsearch9IT extends LogPagesContract {

    Elasticsearch9IT() {
        super(Version.V9);
    }
}
