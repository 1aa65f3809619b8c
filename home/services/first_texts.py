"""Texts of the pages that `set_up_site` makes. They are contents, in Indonesian, and the editors change them."""

from django.conf import settings

WORKFLOW = "Persetujuan redaksi"

LEGAL_BASIS = (
    f"{settings.LEGAL_BASIS} Setiap perangkat daerah membuat sedikitnya satu inovasi pelayanan publik setiap tahun."
)


def _link(text: str, address: str) -> dict:
    return {"text": text, "page": None, "address": address}


def _paragraphs(*parts: tuple[str, str]) -> list[dict]:
    return [{"type": kind, "value": value} for kind, value in parts]


def _step(title: str, text: str, link: dict) -> dict:
    return {"type": "step", "value": {"title": title, "text": text, "link": link}}


HOME = {
    "title": "Beranda",
    "hero_title": "Setiap OPD,\nsatu inovasi,\nsetiap tahun.",
    "hero_lead": (
        f"Di sini tercatat apa yang diubah perangkat daerah di {settings.PROVINCE} dalam pelayanan publik: "
        "apa masalahnya, apa yang dikerjakan, dan apa hasilnya bagi warga."
    ),
    "popular_searches": "akta kelahiran\nantrean\nsampah\nperizinan",
    "steps": [
        _step(
            "Tulis",
            "Operator menulis aspek usulan dan mengunggah bukti dukung. Tulisan tersimpan sendiri.",
            _link("Panduan penulis usulan", "/panduan/"),
        ),
        _step(
            "Setujui dan ajukan",
            "Penanggung jawab membaca, menyetujui, lalu mengajukan sebelum pendaftaran ditutup. Draf belum dihitung.",
            _link("Buka ruang kerja OPD", "/opd/"),
        ),
        _step(
            "Ikuti hasilnya",
            "Sekretariat memeriksa, juri menilai, hasilnya diumumkan. Setiap langkah dikabarkan lewat surel.",
            _link("Jadwal dan bobot penilaian", "/kompetisi/"),
        ),
    ],
    "doors": [
        {
            "type": "door",
            "value": {
                "icon": "office",
                "title": "Saya dari OPD",
                "links": [
                    _link("Tulis usulan tahun ini", "/opd/"),
                    _link("Aturan, jadwal, dan bobot penilaian", "/kompetisi/"),
                    _link("Panduan penulis usulan", "/panduan/"),
                ],
            },
        },
        {
            "type": "door",
            "value": {
                "icon": "user",
                "title": "Saya warga",
                "links": [
                    _link("Cari inovasi di daerah saya", "/inovasi/#peta"),
                    _link("Baca kabar terbaru", "/kabar/"),
                    _link("Pertanyaan umum", "/pertanyaan/"),
                ],
            },
        },
        {
            "type": "door",
            "value": {
                "icon": "copy",
                "title": "Saya ingin meniru",
                "links": [
                    _link("Inovasi terbaik tingkat provinsi", "/inovasi/?pengakuan=2"),
                    _link("Inovasi yang diakui nasional", "/inovasi/?pengakuan=3"),
                    _link("Periksa keaslian piagam", "/piagam/"),
                ],
            },
        },
    ],
}

CATALOGUE = {
    "title": "Etalase",
    "seo_title": "Etalase inovasi",
    "search_description": "Inovasi pelayanan publik perangkat daerah: cari menurut kata, bidang, dan daerah.",
}

COMPETITION = {
    "title": "Kompetisi",
    "lead": "Jadwal, aspek usulan, dan bobot penilaian. Semua angka dibaca langsung dari aturan edisi yang berjalan.",
}

NEWS = {"title": "Kabar", "lead": "Pengumuman dan cerita dari penyelenggaraan inovasi daerah."}

WINNERS = {
    "title": "Pemenang dan penghargaan",
    "lead": (
        "Terbaik dan nomine kompetisi ini, beserta pengakuan tingkat provinsi, nasional, dan internasional. Keaslian "
        "setiap piagam dapat diperiksa."
    ),
}

AGENCIES = {
    "title": "Perangkat daerah",
    "lead": "Siapa melayani apa, bagaimana menghubunginya, dan inovasi apa yang dibuatnya dari tahun ke tahun.",
}

STATISTICS = {
    "title": "Statistik",
    "lead": (
        "Etalase dalam angka: kapan, di mana, dan untuk urusan apa inovasi dibuat. Setiap gambar disertai tabel yang "
        "dapat diunduh."
    ),
}

AGENDA = {
    "title": "Agenda",
    "lead": "Tahapan kompetisi, pameran, dan pertemuan. Semua waktu ditulis dalam Waktu Indonesia Barat (WIB).",
}

DOCUMENTS = {
    "title": "Pedoman dan dokumen",
    "lead": "Pedoman, formulir, dan dasar hukum setiap edisi, siap diunduh dan dicetak.",
}


def _question(question: str, answer: str) -> dict:
    return {"type": "question", "value": {"question": question, "answer": answer}}


QUESTIONS = {
    "title": "Pertanyaan umum",
    "lead": "Jawaban singkat atas hal yang paling sering ditanyakan.",
    "questions": [
        {"type": "heading", "value": "Mengikuti kompetisi"},
        _question(
            "Siapa yang wajib mengajukan inovasi?",
            "<p>Setiap perangkat daerah yang ditetapkan dalam edisi berjalan, sedikitnya satu inovasi setiap tahun. "
            "Perangkat daerah yang dikecualikan disebut beserta alasannya.</p>",
        ),
        _question(
            "Siapa yang menulis dan siapa yang mengajukan?",
            "<p>Operator menulis usulan. Penanggung jawab membaca, menyetujui, lalu mengajukannya. Draf yang belum "
            "diajukan tidak dihitung sebagai pemenuhan kewajiban.</p>",
        ),
        _question(
            "Apakah usulan dapat diubah setelah diajukan?",
            "<p>Tidak. Yang dinilai adalah versi yang dibekukan saat diajukan. Perubahan hanya mungkin bila "
            "sekretariat mengembalikan usulan.</p>",
        ),
        _question(
            "Berapa lama inovasi harus sudah berjalan?",
            "<p>Sesuai aturan edisi, dihitung sampai hari penutupan pendaftaran. Batasnya tertulis di halaman "
            '<a href="/kompetisi/">Kompetisi</a>.</p>',
        ),
        {"type": "heading", "value": "Penilaian dan hasil"},
        _question(
            "Siapa yang melihat nilai dari juri?",
            "<p>Setiap juri menilai sendiri tanpa melihat nilai juri lain. Hasil ditetapkan ketua juri, lalu "
            "disegel sehingga tidak dapat diubah.</p>",
        ),
        _question(
            "Bagaimana menyanggah penghargaan sementara?",
            "<p>Selama masa sanggah, siapa pun dapat menyampaikan sanggahan beserta alasannya di halaman "
            '<a href="/sanggah/">Sanggah</a>. Setiap sanggahan dijawab secara tertulis.</p>',
        ),
        _question(
            "Bagaimana memeriksa keaslian piagam?",
            '<p>Pindai kode pada piagam, atau ketik kodenya di halaman <a href="/piagam/">Periksa piagam</a>. '
            "Halaman itu menunjukkan apakah piagam masih berlaku.</p>",
        ),
        {"type": "heading", "value": "Isi portal"},
        _question(
            "Apa arti tanda “Data publik”?",
            "<p>Inovasi itu dihimpun dari pemberitaan resmi, bukan dari usulan yang diajukan lewat portal ini. "
            "Sumbernya disebut pada halamannya.</p>",
        ),
        _question(
            "Bolehkah inovasi di sini ditiru?",
            "<p>Boleh, dan itulah tujuannya. Sebutkan asalnya, dan kabari pemiliknya agar pengalaman Anda ikut "
            "tercatat.</p>",
        ),
    ],
}

STANDARD_PAGES = {
    "tentang": {
        "title": "Tentang",
        "show_in_menus": True,
        "lead": "Portal ini menjaga satu janji: setiap perangkat daerah membuat sedikitnya satu inovasi setiap tahun.",
        "body": _paragraphs(
            (
                "paragraph",
                "<p>Perangkat daerah menulis dan mengajukan inovasinya di sini. Sekretariat memeriksa kelengkapannya, "
                "dewan juri menilainya dengan kriteria yang sama untuk semua, dan masyarakat membaca hasilnya di "
                "etalase.</p>",
            ),
            ("heading", "Dari mana isinya"),
            (
                "paragraph",
                "<p>Judul, pemilik, tanggal, dan hasil berasal dari usulan yang telah lolos verifikasi administrasi. "
                "Inovasi lama yang dihimpun dari pemberitaan resmi diberi tanda “Data publik” dan menyebut sumbernya. "
                "Data pribadi hanya ditampilkan dengan persetujuan pemiliknya.</p>",
            ),
            ("heading", "Mengapa terbuka"),
            (
                "paragraph",
                "<p>Inovasi baru berguna bila dapat ditiru. Karena itu setiap halaman menuliskan masalahnya, apa yang "
                "diubah, hasilnya, dan apa yang perlu disiapkan oleh daerah lain.</p>",
            ),
        ),
    },
    "panduan": {
        "title": "Panduan",
        "lead": "Cara menulis usulan yang mudah dinilai, dari memilih judul sampai mengunggah bukti dukung.",
        "body": _paragraphs(
            ("heading", "Sebelum menulis"),
            (
                "paragraph",
                "<ul><li>Pastikan inovasi sudah diterapkan cukup lama pada hari penutupan pendaftaran.</li>"
                "<li>Siapkan data sebelum dan sesudah inovasi, beserta cara mengukurnya.</li>"
                "<li>Tentukan siapa yang menulis (operator) dan siapa yang menyetujui serta mengajukan (penanggung "
                "jawab).</li></ul>",
            ),
            ("heading", "Saat menulis"),
            (
                "paragraph",
                "<p>Mulailah dari warga: apa yang dulu sulit, siapa yang mengalaminya, dan seberapa sering. Jawab "
                "setiap aspek dengan kalimat pendek. Penghitung kata menunjukkan sisa ruang; tulisan tersimpan "
                "sendiri.</p>",
            ),
            ("heading", "Setelah mengajukan"),
            (
                "paragraph",
                "<p>Sekretariat memeriksa administrasi. Bila ada yang perlu diperbaiki, usulan dikembalikan dengan "
                "alasan dan batas waktunya sendiri. Perbaiki, lalu ajukan kembali.</p>",
            ),
        ),
    },
    "aksesibilitas": {
        "title": "Aksesibilitas",
        "lead": "Portal ini dibuat agar dapat dipakai semua orang, dengan perangkat apa pun.",
        "body": _paragraphs(
            (
                "paragraph",
                "<p>Semua halaman dapat dipakai dengan papan ketik dan pembaca layar, tanpa JavaScript, dan pada "
                "layar ponsel. Warna memenuhi kontras WCAG tingkat AA dalam tema terang maupun gelap. "
                "Bila Anda menemui hambatan, sampaikan kepada sekretariat.</p>",
            ),
        ),
    },
}
