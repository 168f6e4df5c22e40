"""The tables as a zip of CSV files. The wide MATRIX is for people only; tables about the city when filled."""

import io
import zipfile

from alignment.exchange.documents import Document
from alignment.exchange.tabulating import CITY_HEADERS, HEADERS, table_rows, tables_with_rows
from sdgplatform.exports import write_csv

EARLIEST = (1980, 1, 1, 0, 0, 0)  # no time stamps: the same content gives the same file


def write_csv_zip(document: Document) -> bytes:
    file = io.BytesIO()
    empty = set(CITY_HEADERS) - tables_with_rows(document)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for table, header in HEADERS.items():
            if table in empty:
                continue
            member = zipfile.ZipInfo(f"{table.lower()}.csv", EARLIEST)
            member.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(member, "w") as stream:
                for line in write_csv(table_rows(document, table), header=header):
                    stream.write(line)
    return file.getvalue()
